internal import EarshotIngest
internal import EarshotText

/// The one loop through which all data flows: pull a batch, let a worker process it, fold the
/// results in the order of the input.
///
/// Memory is the window times a batch, whatever the input's size.
struct Pipeline {
  let reader: InputReader
  let workers: [Worker]

  /// What has been started and not yet folded, at most.
  private var window: Int { workers.count + 2 }

  /// Runs until the input ends or a signal asks to stop. `fold` gets every batch in sequence.
  func run(_ fold: (FinishedBatch) throws(Failure) -> Void) async throws(Failure) {
    let result = await withTaskGroup(
      of: (sequence: Int, worker: Int, batch: FinishedBatch).self, returning: Failure?.self
    ) { group in
      var idle = Array(workers.indices)
      var done: [Int: FinishedBatch] = [:]
      var started = 0
      var folded = 0
      do throws(Failure) {
        while let raw = try next() {
          while idle.isEmpty || started - folded >= window {
            guard let (sequence, worker, batch) = await group.next() else { break }
            idle.append(worker)
            done[sequence] = batch
            while let batch = done.removeValue(forKey: folded) {
              try fold(batch)
              folded += 1
            }
          }
          let number = idle.removeLast()
          let worker = workers[number]
          let sequence = started
          group.addTask { (sequence, number, worker.process(raw)) }
          started += 1
        }
        while let (sequence, _, batch) = await group.next() {
          done[sequence] = batch
          while let batch = done.removeValue(forKey: folded) {
            try fold(batch)
            folded += 1
          }
        }
        return nil
      } catch {
        return error
      }
    }
    if let result { throw result }
  }

  private func next() throws(Failure) -> RawBatch? {
    let signal = Signals.received
    if signal != 0 { throw .interrupted(signal: signal) }
    do {
      return try reader.next()
    } catch {
      throw .ingest(error)
    }
  }
}
