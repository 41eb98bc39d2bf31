extension RunDirectory {
  /// Removes a directory of the run that `makeDirectory` gave, with all that is in it.
  package func removeDirectory(_ path: String) throws(OutputError) {
    try Directory.remove(path)
  }
}
