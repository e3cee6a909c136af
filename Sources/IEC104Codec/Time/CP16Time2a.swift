/// Binary time of two octets: an elapsed time (IEC 60870-5-101, 7.2.6.20).
public struct CP16Time2a: RawRepresentable, Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// Milliseconds, 0...59999; larger numbers are kept, but not allowed.
    public var rawValue: UInt16
    /// The time of `rawValue` milliseconds.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// The time of `value` milliseconds.
    public init(integerLiteral value: UInt16) { rawValue = value }

    /// Milliseconds.
    public var milliseconds: UInt16 { rawValue }
    /// Whether it is within 0...59999 ms.
    public var isPossible: Bool { rawValue < 60_000 }
}
