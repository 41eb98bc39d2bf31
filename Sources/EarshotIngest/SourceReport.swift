internal import EarshotModel

/// What is known of an input once it has been read, for the manifest.
package struct SourceReport: Sendable {
  /// As typed.
  package var path: String
  /// As stored, before decompression.
  package var bytes: Int64 = 0
  /// 16 hexadecimal digits: keyed hash, with key (0, 0), of the bytes as stored.
  package var hash = ""
  package var format = InputFormat.auto
  package var compression = Compression.none
  package var encoding = InputEncoding.utf8
  /// Between the cells of a table: `,`, tab, `;` or `|`.
  package var delimiter: UInt8?
  /// What is damaged, where reading went on nevertheless.
  package var damage: String?
  package var hasGrown = false
  package var isComplete = false
}
