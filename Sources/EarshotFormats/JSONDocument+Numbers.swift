extension JSONDocument {
  /// The number at `index` as an integer; nil for other kinds, a fraction or exponent as written
  /// (`1.0`, `1e2`), and what does not fit.
  package func integer(_ index: Int, in bytes: UnsafeRawBufferPointer) -> Int64? {
    let node = self[index]
    guard node.kind == .number, !node.flags.contains(.fractional) else { return nil }
    return unsafe DecimalText.fixedPoint(slice(node, of: bytes), scale: 0)
  }

  /// The number at `index` times 10^`scale`, rounded half to even; nil for other kinds and what
  /// does not fit.
  package func fixedPoint(
    _ index: Int, scale: Int, in bytes: UnsafeRawBufferPointer
  ) -> Int64? {
    let node = self[index]
    guard node.kind == .number else { return nil }
    return unsafe DecimalText.fixedPoint(slice(node, of: bytes), scale: scale)
  }

  /// The number at `index`, correctly rounded; nil for other kinds and what overflows.
  package func double(_ index: Int, in bytes: UnsafeRawBufferPointer) -> Double? {
    let node = self[index]
    guard node.kind == .number else { return nil }
    return unsafe DecimalText.double(slice(node, of: bytes))
  }
}
