internal import EarshotFormats
internal import Glibc

/// Why a digest could not be made of a run directory.
package struct DigestError: Error, Equatable, Sendable, CustomStringConvertible {
  package var path: String
  /// 0 where the file as a whole is meant.
  package var line: Int
  package var message: String

  package var description: String {
    VisibleText.line(line > 0 ? "\(path):\(line): \(message)" : "\(path): \(message)")
  }
}

/// Reads the published files of a run directory back; nothing is counted again.
package struct DigestReader: Sendable {
  private let path: String
  /// Rows of segments.jsonl beyond this many are not shown anyway.
  private static let segmentLimit = 200

  /// - Parameter path: The run directory.
  package init(_ path: String) { self.path = path }

  package func read() throws(DigestError) -> Digest {
    var digest = Digest(manifest: try manifest(), overview: Digest.Overview())
    try rows("overview.jsonl") { row in
      digest.overview = Digest.Overview(row)
      return false
    }
    try rows("themes.jsonl") { row in
      digest.themes.append(Digest.Theme(row))
      return true
    }
    try rows("segments.jsonl") { row in
      let segment = Digest.Segment(row)
      // Sorted by q: nothing of note follows.
      guard let q = segment.q, q < 0.05 else { return segment.q == nil }
      digest.segments.append(segment)
      return digest.segments.count < Self.segmentLimit
    }
    try rows("verbatims.jsonl") { row in
      digest.quotes.append(Digest.Quote(row))
      return true
    }
    return digest
  }

  private func manifest() throws(DigestError) -> Manifest {
    let path = path + "/manifest.json"
    var bytes: [UInt8] = []
    do throws(LineFile.Failure) {
      var file = try LineFile(path)
      while let line = try file.next() {
        bytes += line
        bytes.append(0x0A)
      }
    } catch { throw Self.unreadable(path, error) }
    do throws(ManifestError) { return try Manifest(decoding: bytes) } catch {
      throw DigestError(path: path, line: 0, message: error.description)
    }
  }

  /// Hands over the rows of a file until `body` says that it has enough. A file that is not there
  /// has no rows: a run of no records writes none.
  private func rows(
    _ name: String, _ body: (JSONValue) -> Bool
  ) throws(DigestError) {
    let path = path + "/" + name
    var fault: DigestError?
    do throws(LineFile.Failure) {
      var file = try LineFile(path)
      while fault == nil, let line = try file.next() {
        do throws(JSONError) {
          guard body(try JSONValue(parsing: line)) else { return }
        } catch {
          fault = DigestError(path: path, line: file.line, message: error.description)
        }
      }
    } catch {
      if error.number != ENOENT { fault = Self.unreadable(path, error) }
    }
    if let fault { throw fault }
  }

  private static func unreadable(_ path: String, _ failure: LineFile.Failure) -> DigestError {
    // strerror gives a terminated string; copied at once.
    let reason = unsafe strerror(failure.number).map { unsafe String(cString: $0) } ?? "error"
    return DigestError(path: path, line: 0, message: "cannot be read: \(reason)")
  }
}

extension JSONValue {
  fileprivate func text(_ key: String) -> String { self[key]?.asString ?? "" }
  fileprivate func integer(_ key: String) -> Int64? { self[key]?.asInteger }

  fileprivate func number(_ key: String) -> Double? {
    if case .number(let text)? = self[key] { Double(text) } else { nil }
  }
}

extension Digest.Figures {
  fileprivate init(_ row: JSONValue) {
    n = row.integer("n")
    share = row.number("share")
    shareLow = row.number("share_lo")
    shareHigh = row.number("share_hi")
    positive = row.integer("positive")
    negative = row.integer("negative")
    mixed = row.integer("mixed")
    neutral = row.integer("neutral")
    none = row.integer("none")
    net = row.number("net")
    customers = row.integer("customers")
    isSuppressed = row["suppressed"]?.asBool ?? false
  }
}

extension Digest.Overview {
  fileprivate init(_ row: JSONValue) {
    figures = Digest.Figures(row)
    periods = row.integer("periods") ?? 0
    period = row["period"]?.asString
    firstDay = row["first_day"]?.asString
    lastDay = row["last_day"]?.asString
    languages = (row["languages"]?.asArray ?? []).map {
      NamedCount($0.text("lang"), $0.integer("n") ?? 0)
    }
    coverage = row.number("coverage")
    ratingCount = row.integer("rating_n")
    ratingMean = row.number("rating_mean")
    nps = row.number("nps")
    npsLow = row.number("nps_lo")
    npsHigh = row.number("nps_hi")
  }
}

extension Digest.Theme {
  fileprivate init(_ row: JSONValue) {
    path = row.text("theme")
    label = row["label"]?.asString
    owner = row["owner"]?.asString
    rank = row.integer("rank") ?? 0
    figures = Digest.Figures(row)
    change = row.number("delta")
    q = row.number("q")
  }
}

extension Digest.Segment {
  fileprivate init(_ row: JSONValue) {
    theme = row.text("theme")
    dimension = row.text("dim")
    value = row.text("value")
    figures = Digest.Figures(row)
    restShare = row.number("rest_share")
    difference = row.number("diff")
    q = row.number("q")
  }
}

extension Digest.Quote {
  fileprivate init(_ row: JSONValue) {
    theme = row.text("theme")
    why = row.text("why")
    record = row.text("record")
    text = row.text("text")
    label = row.text("label")
    day = row["day"]?.asString ?? row["time"]?.asString.map { String($0.prefix(10)) }
    speaksFor = row.integer("speaks_for") ?? 0
    segments = (row.asObject ?? []).compactMap { key, value in
      guard key.hasPrefix("seg_"), let text = value.asString else { return nil }
      return (dimension: String(key.dropFirst(4)), value: text)
    }
  }
}
