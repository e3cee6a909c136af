/// One information object: an address, what it carries, and its time tag.
public struct InformationObject: Hashable, Sendable {
    /// The point; 0 where the address is irrelevant.
    public var address: ObjectAddress
    /// What it carries.
    public var information: Information
    /// The time tag.
    public var timeTag: TimeTag

    /// An object; without a time tag unless given.
    public init(
        _ address: ObjectAddress, _ information: Information, timeTag: TimeTag = .none
    ) {
        self.address = address
        self.information = information
        self.timeTag = timeTag
    }
}
