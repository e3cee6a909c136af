public import IEC104Codec
public import IEC104Station

/// A value that a master received.
public struct PointUpdate: Hashable, Sendable {
    /// The station that sent it.
    public var station: CommonAddress
    /// The type in which it came.
    public var type: TypeID
    /// Why it came: spontaneous, interrogated, periodic...
    public var cause: CauseOfTransmission
    /// Address, value, quality and time tag.
    public var object: InformationObject
    /// What an `OctetRange` of the object counts in: fields of private types, raw objects; else
    /// empty.
    public var octets: [UInt8]
    /// When it was received, in milliseconds since 1970-01-01T00:00 UTC.
    public var received: Int64

    /// When the station tagged it, in milliseconds since 1970-01-01T00:00 UTC; `nil` without a
    /// time tag, and when it is invalid or impossible. `object.timeTag` has the tag as it came.
    ///
    /// - Parameter settings: the master's, whose zone or `clockOffset` the stations' clocks have.
    public func time(_ settings: MasterSettings) -> Int64? {
        FieldClock(settings).utc(of: object.timeTag, received: received)
    }

    /// A value.
    package init(
        station: CommonAddress, type: TypeID, cause: CauseOfTransmission,
        object: InformationObject, octets: [UInt8], received: Int64
    ) {
        self.station = station
        self.type = type
        self.cause = cause
        self.object = object
        self.octets = octets
        self.received = received
    }
}
