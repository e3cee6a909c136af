internal import IEC104Codec

/// What a master does with the ASDUs of each type.
struct TypeClasses: Sendable {
    enum Class: UInt8, Sendable {
        /// Not known, or not used in monitor direction.
        case none
        /// Monitored data.
        case data
        /// End of initialization.
        case initialization
        /// Answers to requests.
        case answer
        /// File transfer.
        case file
    }

    private let classes: InlineArray<256, Class>

    init(_ profile: Profile) {
        classes = InlineArray { number in
            let id = TypeID(UInt8(truncatingIfNeeded: number))
            guard let row = profile.types[id], !row.monitorCauses.isEmpty else { return .none }
            return switch number {
            case 1...41, 136...255: .data
            case 70: .initialization
            case 45...64, 100...113: .answer
            case 120...127: .file
            default: .none
            }
        }
    }

    subscript(type: TypeID) -> Class { classes[Int(type.rawValue)] }
}
