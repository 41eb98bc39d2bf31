/// Sorts items by small numbers, items of equal numbers staying in order: a radix sort from the
/// lowest digit, in time linear in the items.
struct StableSorter {
  var keys: [UInt32] = []
  var items: [UInt32] = []
  private var otherKeys: [UInt32] = []
  private var otherItems: [UInt32] = []
  private var starts: [UInt32] = []

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
  }

  mutating func append(key: UInt32, item: UInt32) {
    keys.append(key)
    items.append(item)
  }

  /// Sorts `items` by `keys`, which go with them; no key is above `largest`.
  mutating func sort(largest: UInt32) {
    if keys.count <= 24 { return insertionSort() }
    let bits: UInt32 = keys.count < 1024 ? 6 : 11
    var shift: UInt32 = 0
    while shift < 32, largest >> shift != 0 {
      pass(shift: shift, bits: bits)
      shift += bits
    }
  }

  private mutating func insertionSort() {
    for index in keys.indices.dropFirst() {
      let (key, item) = (keys[index], items[index])
      var place = index
      while place > 0, keys[place - 1] > key {
        keys[place] = keys[place - 1]
        items[place] = items[place - 1]
        place -= 1
      }
      keys[place] = key
      items[place] = item
    }
  }

  private mutating func pass(shift: UInt32, bits: UInt32) {
    let mask = (UInt32(1) << bits) - 1
    starts.removeAll(keepingCapacity: true)
    starts.append(contentsOf: repeatElement(0, count: Int(mask) + 2))
    for key in keys { starts[Int(key >> shift & mask) + 1] += 1 }
    for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
    if otherKeys.count < keys.count {
      otherKeys = Array(repeating: 0, count: keys.count)
      otherItems = otherKeys
    }
    for index in keys.indices {
      let digit = Int(keys[index] >> shift & mask)
      let place = Int(starts[digit])
      starts[digit] += 1
      otherKeys[place] = keys[index]
      otherItems[place] = items[index]
    }
    let count = keys.count
    swap(&keys, &otherKeys)
    swap(&items, &otherItems)
    if keys.count > count {
      keys.removeLast(keys.count - count)
      items.removeLast(items.count - count)
    }
  }
}
