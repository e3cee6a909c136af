public import IEC104Codec

/// A point of a `PointTable`, whatever it carries.
public struct PointID: Hashable, Sendable {
    /// Counts from 0 in the order of adding.
    package let index: UInt32

    package init(index: UInt32) { self.index = index }
}

/// A point of a `PointTable` that carries a `Value`: setting anything else does not compile.
public struct Point<Value: PointValue>: Hashable, Sendable {
    /// The same point without its kind of value.
    public let id: PointID

    package init(_ id: PointID) { self.id = id }
}

/// What a point can carry.
public protocol PointValue: Hashable, Sendable {
    /// The kind of information.
    static var kind: Information.Kind { get }
    /// The value that `information` carries; `nil` when it is of another kind.
    init?(_ information: Information)
    /// The value as information. Quality bits that the kind does not have are left out.
    func information(_ quality: Quality) -> Information
}
