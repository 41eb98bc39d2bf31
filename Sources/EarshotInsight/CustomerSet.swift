internal import Glibc

/// The distinct customers of a cell: their 64-bit keyed hashes up to 256, above that a
/// HyperLogLog sketch (Flajolet, Fusy, Gandouet, Meunier 2007) of 2^12 registers.
///
/// The form depends on the set alone, never on the way it came about: the union of sets is promoted
/// when it holds more than 256 hashes, and a sketch has seen more than 256.
struct CustomerSet: Equatable {
  /// Ascending, distinct; empty once promoted.
  private(set) var hashes: [UInt64] = []
  /// For each value of a hash's top 12 bits the longest run of zeros after them, plus 1; empty
  /// until promoted.
  private(set) var registers: [UInt8] = []

  static let exactLimit = 256
  private static let indexBits = 12
  /// Bits of a hash behind the index.
  private static let restBits = 64 - indexBits

  init() {}

  /// `hashes` ascending; repeats are allowed.
  init(ascending hashes: some Collection<UInt64>) {
    for hash in hashes where hash != self.hashes.last {
      self.hashes.append(hash)
    }
    promoteIfLarge()
  }

  var isEmpty: Bool { hashes.isEmpty && registers.isEmpty }

  mutating func merge(_ other: CustomerSet) {
    if registers.isEmpty && other.registers.isEmpty {
      hashes = Self.union(hashes, other.hashes)
      promoteIfLarge()
      return
    }
    if registers.isEmpty { promote() }
    for hash in other.hashes { note(hash) }
    for index in other.registers.indices where other.registers[index] > registers[index] {
      registers[index] = other.registers[index]
    }
  }

  /// Number of customers: exact up to 256, above that an estimate with a relative standard error
  /// of about 1.04 / 64 = 1.6 %.
  var count: Int64 {
    registers.isEmpty ? Int64(hashes.count) : Int64(estimate.rounded(.toNearestOrEven))
  }

  private mutating func promoteIfLarge() {
    if hashes.count > Self.exactLimit { promote() }
  }

  private mutating func promote() {
    registers = Array(repeating: 0, count: 1 << Self.indexBits)
    for hash in hashes { note(hash) }
    hashes = []
  }

  private mutating func note(_ hash: UInt64) {
    let index = Int(hash >> UInt64(Self.restBits))
    // The bit below the last keeps the run at 52 zeros at most.
    let rest = hash << UInt64(Self.indexBits) | 1 << UInt64(Self.indexBits - 1)
    registers[index] = max(registers[index], UInt8(rest.leadingZeroBitCount + 1))
  }

  private static func union(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var union: [UInt64] = []
    union.reserveCapacity(left.count + right.count)
    var (i, j) = (0, 0)
    while i < left.count || j < right.count {
      let takesLeft = j == right.count || (i < left.count && left[i] <= right[j])
      let next = takesLeft ? left[i] : right[j]
      if takesLeft { i += 1 } else { j += 1 }
      if union.last != next { union.append(next) }
    }
    return union
  }

  /// The estimator of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches"
  /// (2017), algorithm 6: unbiased over the whole range without tables or thresholds, linear
  /// counting included.
  private var estimate: Double {
    let size = Double(registers.count)
    var histogram = [Double](repeating: 0, count: Self.restBits + 2)
    for register in registers { histogram[min(Int(register), Self.restBits + 1)] += 1 }
    var z = size * Self.tau(1 - histogram[Self.restBits + 1] / size)
    for rank in (1...Self.restBits).reversed() { z = 0.5 * (z + histogram[rank]) }
    z += size * Self.sigma(histogram[0] / size)
    return size / (2 * log(2.0)) * size / z
  }

  private static func sigma(_ start: Double) -> Double {
    if start == 1 { return .infinity }
    var (x, y, z) = (start, 1.0, start)
    while true {
      x *= x
      let before = z
      z += x * y
      y += y
      if z == before { return z }
    }
  }

  private static func tau(_ start: Double) -> Double {
    if start == 0 || start == 1 { return 0 }
    var (x, y, z) = (start, 1.0, 1 - start)
    while true {
      x = x.squareRoot()
      let before = z
      y *= 0.5
      z -= (1 - x) * (1 - x) * y
      if z == before { return z / 3 }
    }
  }
}

extension CustomerSet {
  private enum Form: UInt8 { case exact, sparse, dense }

  /// Encodes the set of `hashes`, which are ascending and distinct, without making it first.
  static func encode(ascending hashes: [UInt64], into bytes: inout [UInt8]) {
    if hashes.count > exactLimit {
      CustomerSet(ascending: hashes).encode(into: &bytes)
    } else {
      encodeExact(hashes, into: &bytes)
    }
  }

  private static func encodeExact(_ hashes: [UInt64], into bytes: inout [UInt8]) {
    bytes.append(Form.exact.rawValue)
    bytes.appendVarint(UInt64(hashes.count))
    for hash in hashes { bytes.appendBigEndian(hash) }
  }

  func encode(into bytes: inout [UInt8]) {
    if registers.isEmpty { return Self.encodeExact(hashes, into: &bytes) }
    let filled = registers.count { $0 != 0 }
    guard filled * 2 < registers.count else {
      bytes.append(Form.dense.rawValue)
      bytes.append(contentsOf: registers)
      return
    }
    bytes.append(Form.sparse.rawValue)
    bytes.appendVarint(UInt64(filled))
    var last = 0
    for index in registers.indices where registers[index] != 0 {
      bytes.appendVarint(UInt64(index - last))
      bytes.append(registers[index])
      last = index
    }
  }

  init(_ cursor: inout ByteCursor) throws(InsightError) {
    let wrong = InsightError.damaged(path: cursor.path, reason: "a set of customers is malformed")
    guard let form = Form(rawValue: try cursor.byte()) else { throw wrong }
    switch form {
    case .exact:
      let count = try cursor.count()
      guard count <= Self.exactLimit else { throw wrong }
      for _ in 0..<count {
        let hash = try cursor.bigEndian64()
        if let last = hashes.last, last >= hash { throw wrong }
        hashes.append(hash)
      }
    case .sparse:
      registers = Array(repeating: 0, count: 1 << Self.indexBits)
      var index: UInt64 = 0
      for _ in 0..<(try cursor.count()) {
        index &+= try cursor.varint()
        guard index < registers.count else { throw wrong }
        registers[Int(index)] = try cursor.byte()
      }
    case .dense:
      registers = []
      registers.reserveCapacity(1 << Self.indexBits)
      for _ in 0..<(1 << Self.indexBits) { registers.append(try cursor.byte()) }
    }
  }
}
