import EarshotIngest
import Glibc
import Testing

@Suite struct InputPathsTests {
  @Test func listsDirectoriesInByteOrder() throws {
    let folder = Folder()
    unsafe mkdir(folder.path + "/b", 0o700)
    unsafe symlink(folder.path, folder.path + "/b/loop")
    for name in ["z.jsonl", "B.csv", "a.txt.gz", "b/c.json", "notes.md", ".hidden.csv"] {
      _ = folder.write("", name)
    }
    let resolved = try InputPaths.resolve([folder.path])
    let expected = ["B.csv", "a.txt.gz", "b/c.json", "z.jsonl"]
    #expect(resolved.paths == expected.map { folder.path + "/" + $0 })
    #expect(resolved.loops == [folder.path + "/b/loop"])
  }

  @Test func expandsGlobs() throws {
    let folder = Folder()
    for name in ["2.csv", "10.csv", "x.txt", "[1].csv"] { _ = folder.write("", name) }
    let found = try InputPaths.resolve([folder.path + "/[0-9]*.csv", folder.path + "/[1].csv"])
    #expect(found.paths == ["10.csv", "2.csv", "[1].csv"].map { folder.path + "/" + $0 })
  }

  @Test func listsEveryBadInput() throws {
    let folder = Folder()
    unsafe mkdir(folder.path + "/empty", 0o700)
    unsafe symlink("self", folder.path + "/self")
    let bad = ["none.csv", "*.nothing", "empty", "self"].map { folder.path + "/" + $0 }
    let error = #expect(throws: IngestError.self) { try InputPaths.resolve(bad + ["-", "-"]) }
    let lines = error.map { $0.description.split(separator: "\n") } ?? []
    #expect(lines.count == 5)
    for path in bad { #expect(lines.contains { $0.contains(path) }) }
  }
}
