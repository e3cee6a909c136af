import IEC104Net

/// Where the RTUs of a fleet, on whatever loops, put what they have for its readers.
final class FleetHub: Sendable {
    private struct WeakBuffer<Element: Sendable>: Sendable {
        weak var buffer: UpdateBuffer<Element>?
    }
    private let updateBuffers = Guarded<[WeakBuffer<FleetUpdate>]>([])
    private let eventBuffers = Guarded<[WeakBuffer<FleetEvent>]>([])

    func makeUpdates(limit: Int) -> FleetUpdates {
        let buffer = UpdateBuffer<FleetUpdate>(limit: limit)
        updateBuffers.withLock { $0.append(WeakBuffer(buffer: buffer)) }
        return FleetUpdates(buffer: buffer)
    }

    func makeEvents(limit: Int) -> FleetEvents {
        let buffer = UpdateBuffer<FleetEvent>(limit: limit)
        eventBuffers.withLock { $0.append(WeakBuffer(buffer: buffer)) }
        return FleetEvents(buffer: buffer)
    }

    /// Whether somebody reads values.
    var wantsUpdates: Bool { updateBuffers.withLock { !$0.isEmpty } }

    func put(_ updates: some Collection<FleetUpdate>) {
        for buffer in Self.live(updateBuffers) { buffer.append(updates) }
    }

    func put(_ event: FleetEvent) {
        for buffer in Self.live(eventBuffers) { buffer.append(CollectionOfOne(event)) }
    }

    /// Nothing more will come.
    func finish() {
        for buffer in Self.live(updateBuffers) { buffer.finish() }
        for buffer in Self.live(eventBuffers) { buffer.finish() }
    }

    private static func live<Element>(
        _ buffers: Guarded<[WeakBuffer<Element>]>
    ) -> [UpdateBuffer<Element>] {
        buffers.withLock { buffers in
            buffers.removeAll { $0.buffer == nil }
            return buffers.compactMap(\.buffer)
        }
    }
}

/// The values of all RTUs of a fleet, as they come, from the moment on at which the sequence was
/// asked for. Bounded: a reader that is too slow loses the oldest, and `lost` tells how many.
public struct FleetUpdates: AsyncSequence, Sendable {
    /// What the sequence gives.
    public typealias Element = FleetUpdate
    package let buffer: UpdateBuffer<FleetUpdate>

    /// How many values were dropped because nobody read them in time.
    public var lost: Int { buffer.lost }

    /// Reads the values. Several iterators of one sequence share them.
    public func makeAsyncIterator() -> BufferIterator<FleetUpdate> {
        BufferIterator(buffer: buffer)
    }
}

/// What happens in a fleet beside values; bounded as `FleetUpdates` is.
public struct FleetEvents: AsyncSequence, Sendable {
    /// What the sequence gives.
    public typealias Element = FleetEvent
    package let buffer: UpdateBuffer<FleetEvent>

    /// How many events were dropped because nobody read them in time.
    public var lost: Int { buffer.lost }

    /// Reads the events. Several iterators of one sequence share them.
    public func makeAsyncIterator() -> BufferIterator<FleetEvent> {
        BufferIterator(buffer: buffer)
    }
}
