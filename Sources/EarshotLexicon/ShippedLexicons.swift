internal import CLexiconData

/// The lexicons compiled into the binary.
package enum ShippedLexicons {
  /// Each file, in the order in which they are laid over each other.
  package static var sources: [LexiconSource] {
    (0..<earshot_lexicon_count()).map { index in
      let file = unsafe earshot_lexicon(index)
      // The bytes live as long as the process and are copied here.
      let bytes = unsafe UnsafeBufferPointer(start: file.bytes, count: Int(file.count))
      return unsafe LexiconSource(name: String(cString: file.name), bytes: Array(bytes))
    }
  }
}
