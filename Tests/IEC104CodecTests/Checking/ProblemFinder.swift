import IEC104Codec

/// Reads one object of a type with given octets behind the address, and tells what is wrong with it.
struct ProblemFinder {
    /// The offset of the octets behind header and address.
    static let start = 9

    /// The problems of an object of `type` at `address`, without those of the header.
    static func problems(_ type: UInt8, address: UInt32 = 1, _ octets: [UInt8]) -> [DecodeError] {
        let place = [
            UInt8(address & 0xFF), UInt8(address >> 8 & 0xFF), UInt8(address >> 16 & 0xFF),
        ]
        let asdu = [type, 1, 3, 0, 1, 0] + place + octets
        var problems = Problems()
        do throws(DecodeError) {
            var reader = try ASDUReader(asdu.span)
            while reader.next(checking: &problems) != nil {}
        } catch {
            problems.append(error)
        }
        return problems.list
    }

    /// The kinds of the problems of an object at the address that its type asks for.
    static func codes(_ type: UInt8, _ octets: [UInt8]) -> [DecodeError.Code] {
        let row = Profile.standard.types[TypeID(type)]
        let address: UInt32 = row?.addressRule == .irrelevant ? 0 : 1
        return problems(type, address: address, octets).map(\.code)
    }
}
