/// A request that waits for its answer; numbers are not used twice.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    /// Counts from 1 in each engine.
    package let number: UInt64

    /// The request with this number.
    package init(_ number: UInt64) { self.number = number }

    /// Such as `request 17`.
    public var description: String { "request \(number)" }
}
