import EarshotIngest
import EarshotModel
import Glibc

/// A folder of one test, removed with it.
final class Folder {
  let path: String

  init() {
    var template = Array("/tmp/earshot-ingest-XXXXXX".utf8CString)
    // The template is a C string that the call writes into.
    path = unsafe template.withUnsafeMutableBufferPointer {
      unsafe String(cString: mkdtemp($0.baseAddress!))
    }
  }

  deinit { remove(path) }

  private func remove(_ path: String) {
    for name in names(path) {
      let inner = path + "/" + name
      if unsafe unlink(inner) != 0 { remove(inner) }
    }
    unsafe rmdir(path)
  }

  private func names(_ path: String) -> [String] {
    guard let handle = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// Writes a file and returns its path.
  func write(_ bytes: [UInt8], _ name: String) -> String {
    let file = path + "/" + name
    let descriptor = unsafe open(file, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    var done = 0
    while done < bytes.count {
      done += unsafe bytes[done...].withUnsafeBytes {
        unsafe max(0, Glibc.write(descriptor, $0.baseAddress, $0.count))
      }
    }
    close(descriptor)
    return file
  }

  func write(_ text: String, _ name: String) -> String { write(Array(text.utf8), name) }
}

/// All that was read from inputs, as plain strings.
struct Reading: Equatable {
  var records: [String] = []
  var rejections: [String] = []
  var warnings = WarningCounts()
  var blank = 0

  /// `line@byte id|field=text|...`.
  static func read(_ paths: [String], _ options: InputOptions) throws -> Reading {
    let reader = InputReader(paths: paths, options: options)
    let parser = RecordParser(options)
    var scratch = ParserScratch()
    var reading = Reading()
    var sequence = 0
    while let raw = try reader.next() {
      precondition(raw.sequence == sequence)
      sequence += 1
      let batch = parser.parse(raw, scratch: &scratch)
      for record in batch.records {
        let fields = batch.fields[Int(record.fields.lowerBound)..<Int(record.fields.upperBound)]
          .map { "|\(parser.fieldNames[Int($0.name)])=\(batch.string($0.text))" }
        reading.records.append(
          "\(record.line)@\(record.byte) \(batch.string(record.id))" + fields.joined())
      }
      for rejection in batch.rejections {
        reading.rejections.append(
          "\(rejection.line)@\(rejection.byte) \(rejection.reason.code) "
            + "\(batch.string(rejection.id)): \(batch.string(rejection.raw))")
      }
      reading.warnings.merge(batch.warnings)
      reading.blank += batch.blank
    }
    return reading
  }
}

/// The one record of a JSON line.
struct One {
  var batch: RecordBatch
  var record: Record? { batch.records.first }

  init(_ json: String, _ options: InputOptions = InputOptions()) throws {
    let folder = Folder()
    let reader = InputReader(paths: [folder.write(json, "one.jsonl")], options: options)
    var scratch = ParserScratch()
    guard let raw = try reader.next() else {
      batch = RecordBatch(sequence: 0, source: 0, dimensions: 0)
      return
    }
    batch = RecordParser(options).parse(raw, scratch: &scratch)
  }

  var reason: RejectionReason? { batch.rejections.first?.reason }
}
