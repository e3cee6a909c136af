internal import IEC104Net

/// The values that a master receives, as they come, from the moment on at which the sequence was
/// asked for. It holds a bounded number of them; a reader that is too slow loses the oldest, and
/// `lost` tells how many.
public struct PointUpdates: AsyncSequence, Sendable {
    /// What the sequence gives.
    public typealias Element = PointUpdate

    let buffer: UpdateBuffer

    /// How many values were dropped because nobody read them in time.
    public var lost: Int { buffer.lost }

    /// Reads the values. Several iterators of one sequence share them.
    public func makeAsyncIterator() -> Iterator { Iterator(buffer: buffer) }

    /// Reads the values, in their order.
    public struct Iterator: AsyncIteratorProtocol {
        let buffer: UpdateBuffer
        // Taken in one go, so that the lock costs once for many.
        var taken: [PointUpdate] = []
        var place = 0

        /// The next value; `nil` after the master was closed or the task cancelled.
        public mutating func next() async -> PointUpdate? {
            while place == taken.count {
                taken.removeAll(keepingCapacity: true)
                place = 0
                guard buffer.take(into: &taken) else { return nil }
                if taken.isEmpty { guard await buffer.waited() else { return nil } }
            }
            defer { place += 1 }
            return taken[place]
        }
    }
}
