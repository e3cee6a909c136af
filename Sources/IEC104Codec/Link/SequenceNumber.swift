/// A send or receive sequence number, N(S), N(R), V(S) or V(R): counts modulo 32768
/// (IEC 60870-5-104, 5.1).
public struct SequenceNumber: Hashable, Sendable {
    /// 0...32767.
    public let value: UInt16

    /// The number `value` modulo 32768.
    public init(_ value: UInt16) { self.value = value & 0x7FFF }

    /// The number that follows.
    public var next: SequenceNumber { self + 1 }

    /// How many steps lead from `other` forward to this number, 0...32767.
    public func distance(from other: SequenceNumber) -> UInt16 { (value &- other.value) & 0x7FFF }

    /// The number `steps` further.
    public static func + (number: SequenceNumber, steps: UInt16) -> SequenceNumber {
        SequenceNumber(number.value &+ steps)
    }

    /// Whether the number lies in the window `low` <= number <= `high`, modulo 32768.
    public func isBetween(_ low: SequenceNumber, _ high: SequenceNumber) -> Bool {
        distance(from: low) <= high.distance(from: low)
    }
}

extension SequenceNumber: ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The literal modulo 32768.
    public init(integerLiteral value: UInt16) { self.init(value) }
    /// The number in decimal.
    public var description: String { "\(value)" }
}
