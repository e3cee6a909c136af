/// Who a controlling station is, however often it connects: the name of its redundancy group, or its
/// address as text.
public struct PeerIdentity: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible
{
    /// Such as `10.0.0.7`.
    public var description: String

    /// The station with the name `name`, such as the numeric IP address.
    public init(_ name: String) { description = name }
    /// The station with the name `value`.
    public init(stringLiteral value: String) { description = value }
}
