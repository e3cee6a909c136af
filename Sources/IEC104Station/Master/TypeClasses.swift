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

    /// One bit for each type that the profile knows in monitor direction.
    private var known: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init(_ profile: Profile) {
        for row in profile.types.rows where !row.monitorCauses.isEmpty {
            let bit: UInt64 = 1 << UInt64(row.id.rawValue & 63)
            switch row.id.rawValue >> 6 {
            case 0: known.0 |= bit
            case 1: known.1 |= bit
            case 2: known.2 |= bit
            default: known.3 |= bit
            }
        }
    }

    @inline(__always)
    subscript(type: TypeID) -> Class {
        let number = type.rawValue
        let word =
            switch number >> 6 {
            case 0: known.0
            case 1: known.1
            case 2: known.2
            default: known.3
            }
        guard word >> UInt64(number & 63) & 1 == 1 else { return .none }
        return switch number {
        case 1...41, 136...255: .data
        case 70: .initialization
        case 45...64, 100...113: .answer
        case 120...127: .file
        default: .none
        }
    }
}
