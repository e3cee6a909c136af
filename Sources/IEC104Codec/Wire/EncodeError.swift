/// Why a value cannot be written as octets of IEC 104.
public struct EncodeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the value.
    public enum Code: String, Hashable, Sendable {
        /// There is no object to write.
        case noObjects = "no object to write"
        /// More than 127 objects, more octets than an ASDU holds, or no room in the output.
        case tooLong = "the objects do not fit in one ASDU"
        /// The profile has no row for the type.
        case unknownType = "the profile has no such type"
        /// The object's information or time tag is not that of the type.
        case wrongInformation = "the object does not carry what the type carries"
        /// SQ = 1 with a type that does not allow it.
        case sequenceNotAllowed = "SQ = 1 is not allowed for the type"
        /// SQ = 1 with addresses that do not follow each other.
        case addressesNotConsecutive = "SQ = 1 needs consecutive object addresses"
        /// A common address, object address or originator that its field cannot hold.
        case addressTooLarge = "an address does not fit in its field"
        /// A field of a private type that its format cannot hold.
        case fieldOutOfRange = "a field of a private type is out of range"
    }

    /// What is wrong with the value.
    public var code: Code
    /// The index of the object concerned; `nil` when it is the ASDU as a whole.
    public var object: Int?

    /// An error of kind `code` in object `object`.
    public init(_ code: Code, object: Int? = nil) {
        self.code = code
        self.object = object
    }

    /// One English sentence.
    public var description: String {
        guard let object else { return code.rawValue }
        return "\(code.rawValue) (object \(object))"
    }
}
