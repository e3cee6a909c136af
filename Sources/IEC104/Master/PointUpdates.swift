internal import IEC104Net

/// The values that a master receives, as they come, from the moment on at which the sequence was
/// asked for. It holds a bounded number of them; a reader that is too slow loses the oldest, and
/// `lost` tells how many.
public struct PointUpdates: AsyncSequence, Sendable {
    /// What the sequence gives.
    public typealias Element = PointUpdate

    package let buffer: UpdateBuffer<PointUpdate>

    /// How many values were dropped because nobody read them in time.
    public var lost: Int { buffer.lost }

    /// Reads the values. Several iterators of one sequence share them.
    public func makeAsyncIterator() -> BufferIterator<PointUpdate> {
        BufferIterator(buffer: buffer)
    }
}

/// Reads what a station has, in its order.
public struct BufferIterator<Element: Sendable>: AsyncIteratorProtocol {
    let buffer: UpdateBuffer<Element>
    // Taken in one go, so that the lock costs once for many.
    var taken: [Element] = []
    var place = 0

    init(buffer: UpdateBuffer<Element>) { self.buffer = buffer }

    /// The next one; `nil` after the station was closed or the task cancelled.
    public mutating func next() async -> Element? {
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
