/// Common address of ASDUs (IEC 60870-5-101, 7.2.4): the station.
public struct CommonAddress: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 0...65535; 0 is not used.
    public var value: UInt16
    /// The address `value`.
    public init(_ value: UInt16) { self.value = value }
    /// The address `value`.
    public init(integerLiteral value: UInt16) { self.value = value }

    /// All stations, where the field has two octets; see `Profile.globalCommonAddress`.
    public static let global = CommonAddress(65535)
}

/// Information object address (IEC 60870-5-101, 7.2.5): the point.
public struct ObjectAddress: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 0...16777215; 0 where the address is irrelevant.
    public var value: UInt32
    /// The address `value`.
    public init(_ value: UInt32) { self.value = value }
    /// The address `value`.
    public init(integerLiteral value: UInt32) { self.value = value }

    /// The address of objects that have none of their own, such as an interrogation.
    public static let irrelevant = ObjectAddress(0)
}

extension CommonAddress: Comparable, CustomStringConvertible {
    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    /// The number in decimal.
    public var description: String { "\(value)" }
}

extension ObjectAddress: Comparable, CustomStringConvertible {
    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    /// The number in decimal.
    public var description: String { "\(value)" }
}
