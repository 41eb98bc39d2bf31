/// Merges sorted lists of cells into one; the values of equal keys become one value.
struct CellMerger {
  private var readers: [CellReader]
  /// A binary heap of readers that hold a cell, the smallest key first.
  private var heap: [Int] = []

  init(_ readers: [CellReader]) throws(InsightError) {
    self.readers = readers
    for index in readers.indices where try readers[index].advance() {
      heap.append(index)
      siftUp()
    }
  }

  /// Puts the next cell into `key` and `value`; false at the end.
  mutating func next(_ key: inout [UInt8], _ value: inout [UInt8]) throws(InsightError) -> Bool {
    guard let first = heap.first else { return false }
    let path = readers[first].path
    readers[first].swapCell(&key, &value)
    try advanceTop()
    guard let second = heap.first, readers[second].key == key else { return true }
    var merged = try CellValue(key: key, value: value, path: path)
    while let top = heap.first, readers[top].key == key {
      let reader = readers[top]
      merged.merge(try CellValue(key: key, value: reader.value, path: reader.path))
      try advanceTop()
    }
    value.removeAll(keepingCapacity: true)
    merged.encode(into: &value)
    return true
  }

  private mutating func advanceTop() throws(InsightError) {
    if try !readers[heap[0]].advance() {
      heap[0] = heap[heap.count - 1]
      heap.removeLast()
    }
    siftDown()
  }

  private func comesBefore(_ left: Int, _ right: Int) -> Bool {
    let order = compare(readers[left].key, readers[right].key)
    return order < 0 || (order == 0 && left < right)
  }

  private mutating func siftUp() {
    var index = heap.count - 1
    while index > 0, comesBefore(heap[index], heap[(index - 1) / 2]) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func siftDown() {
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, comesBefore(heap[child + 1], heap[child]) { child += 1 }
      guard comesBefore(heap[child], heap[index]) else { return }
      heap.swapAt(child, index)
      index = child
    }
  }
}
