/// What two stations agreed on: the sizes of the address fields, and private types.
public struct Profile: Sendable {
    private let sizes: (cause: UInt8, commonAddress: UInt8, objectAddress: UInt8)
    /// One reference, so that handing a profile on costs next to nothing.
    private let storage: Storage

    /// The field sizes of IEC 60870-5-104 and no private types.
    public static let standard = Profile(sizes: (2, 2, 3), storage: Storage(.standard))

    /// A profile.
    ///
    /// - Parameters:
    ///   - causeSize: octets of the cause of transmission, 1 or 2; 104 says 2.
    ///   - commonAddressSize: octets of the common address, 1 or 2; 104 says 2.
    ///   - objectAddressSize: octets of the information object address, 1, 2 or 3; 104 says 3.
    ///   - privateTypes: rows added to the standard's, see `TypeDescriptor.init(private:)`.
    /// - Throws: a `ProfileError` when a size is not one of those above or two rows have one number.
    public init(
        causeSize: Int = 2, commonAddressSize: Int = 2, objectAddressSize: Int = 3,
        privateTypes: [TypeDescriptor] = []
    ) throws(ProfileError) {
        guard (1...2).contains(causeSize) else { throw .causeSize(causeSize) }
        guard (1...2).contains(commonAddressSize) else {
            throw .commonAddressSize(commonAddressSize)
        }
        guard (1...3).contains(objectAddressSize) else {
            throw .objectAddressSize(objectAddressSize)
        }
        var numbers: Set<TypeID> = []
        for row in privateTypes where !numbers.insert(row.id).inserted {
            throw .repeatedType(row.id)
        }
        sizes = (UInt8(causeSize), UInt8(commonAddressSize), UInt8(objectAddressSize))
        storage =
            privateTypes.isEmpty
            ? Profile.standard.storage : Storage(TypeTable(TypeTable.standard.rows + privateTypes))
    }

    private init(sizes: (UInt8, UInt8, UInt8), storage: Storage) {
        self.sizes = sizes
        self.storage = storage
    }

    private final class Storage: Sendable {
        let types: TypeTable
        /// For each type, what reading and writing need of its row: inline, so that a look at it
        /// touches no reference count.
        let layouts: InlineArray<256, TypeLayout>

        init(_ types: TypeTable) {
            self.types = types
            layouts = InlineArray { number in
                types[TypeID(UInt8(truncatingIfNeeded: number))].map(TypeLayout.init) ?? .unknown
            }
        }
    }
}

extension Profile: Equatable {
    /// Whether sizes and types are the same.
    public static func == (one: Profile, other: Profile) -> Bool {
        one.sizes == other.sizes
            && (one.storage === other.storage || one.types.rows == other.types.rows)
    }
}

extension Profile {
    /// Octets of the cause of transmission: 1, or 2 with the originator address.
    public var causeSize: Int { Int(sizes.cause) }
    /// Octets of the common address, 1 or 2.
    public var commonAddressSize: Int { Int(sizes.commonAddress) }
    /// Octets of the information object address, 1, 2 or 3.
    public var objectAddressSize: Int { Int(sizes.objectAddress) }
    /// The types: those of the standard, and the private ones.
    public var types: TypeTable { storage.types }
    /// Octets of the header of an ASDU: type, VSQ, cause, common address.
    public var asduHeaderSize: Int { 2 &+ causeSize &+ commonAddressSize }
    /// The largest object address that the field holds.
    public var largestObjectAddress: UInt32 { (1 &<< UInt32(8 &* objectAddressSize)) &- 1 }
    /// The address of all stations: 65535, or 255 in one octet.
    public var globalCommonAddress: CommonAddress {
        commonAddressSize == 1 ? CommonAddress(255) : .global
    }

    @inline(__always)
    func layout(of type: TypeID) -> TypeLayout { storage.layouts[Int(type.rawValue)] }
}

/// Why a profile or a row of a private type is not possible.
public enum ProfileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The size of the cause of transmission is not 1 or 2.
    case causeSize(Int)
    /// The size of the common address is not 1 or 2.
    case commonAddressSize(Int)
    /// The size of the object address is not 1, 2 or 3.
    case objectAddressSize(Int)
    /// A private type has a number below 136.
    case notPrivate(TypeID)
    /// Two rows have this number.
    case repeatedType(TypeID)
    /// A private type has no field, or more octets than an ASDU holds.
    case privateTypeSize(TypeID, Int)
    /// A private type has two fields of this name, or one with a name that every object has.
    case fieldName(TypeID, String)

    /// One English sentence.
    public var description: String {
        switch self {
        case .causeSize(let size):
            "the cause of transmission has 1 or 2 octets, not \(size)"
        case .commonAddressSize(let size): "the common address has 1 or 2 octets, not \(size)"
        case .objectAddressSize(let size): "the object address has 1, 2 or 3 octets, not \(size)"
        case .notPrivate(let id): "type \(id.rawValue) is not private: use 136...255"
        case .repeatedType(let id): "type \(id.rawValue) is given twice"
        case .privateTypeSize(let id, let size):
            "an object of type \(id.rawValue) has \(size) octets: 1...240 are possible"
        case .fieldName(let id, let name):
            "type \(id.rawValue) cannot have another field '\(name)': choose another name"
        }
    }
}

extension TypeDescriptor {
    /// A private type: its objects are `fields` one after the other, then the time tag.
    ///
    /// - Parameters:
    ///   - id: 136...255.
    ///   - sequence: whether SQ = 1 is allowed.
    ///   - control: causes allowed in control direction.
    ///   - monitor: causes allowed in monitor direction.
    /// - Throws: `notPrivate`, `privateTypeSize` or `fieldName`.
    public init(
        private id: TypeID, mnemonic: String, name: String = "Private type",
        chineseName: String = "专用类型", fields: [PrivateField], timeTag: TimeTag.Kind = .none,
        sequence: Bool = false, control: CauseSet = [], monitor: CauseSet = .defined,
        clause: String = "private"
    ) throws(ProfileError) {
        guard id.isPrivate else { throw .notPrivate(id) }
        let size = fields.reduce(timeTag.size) { $0 + $1.format.size }
        guard !fields.isEmpty, (1...240).contains(size) else { throw .privateTypeSize(id, size) }
        var names: Set<String> = ["address", "time", "timeRaw", "timeFlags", "dayOfWeek"]
        for field in fields {
            guard names.insert(field.name).inserted else { throw .fieldName(id, field.name) }
        }
        self.init(
            id, mnemonic, name, chineseName, .privateFields, timeTag, fields: fields,
            sequence: sequence, several: true, address: .any, control: control, monitor: monitor,
            clause: clause)
    }
}

extension Profile: CustomStringConvertible {
    /// The sizes of the fields, and the numbers of the private types.
    public var description: String {
        let numbers = types.rows.filter { $0.id.isPrivate }.map { "\($0.id.rawValue)" }
        let added = numbers.isEmpty ? "" : ", private types " + numbers.joined(separator: " ")
        return "cause \(causeSize), common address \(commonAddressSize), "
            + "object address \(objectAddressSize) octets" + added
    }
}
