import IEC104Codec
import IEC104TestKit
import Testing

@Suite("addresses")
struct AddressTests {
    /// The types whose object address is 0 (IEC 60870-5-101, 7.2.5).
    static let withoutObject: Set<UInt8> = [70, 100, 101, 103, 104, 105, 106, 107]
    /// The types that may go to all stations, in control direction.
    static let toAllStations: Set<UInt8> = [100, 101, 103, 105]

    @Test("an object address is 0 exactly for the types that have no object")
    func objectAddresses() {
        for row in Profile.standard.types.rows where row.information != .raw {
            let number = row.id.rawValue
            // These depend on their qualifier.
            if number == 113 || number == 122 { continue }
            let octets = [UInt8](repeating: 0, count: row.size ?? 4)
            for address: UInt32 in [0, 1, 0xFFFFFF] {
                let found = ProblemFinder.problems(number, address: address, octets)
                    .filter { $0.code == .objectAddress }
                let isRight = (address == 0) == Self.withoutObject.contains(number)
                let error = DecodeError(.objectAddress, at: 6, found: Int(address))
                #expect(found == (isRight ? [] : [error]), "\(row.mnemonic) \(address)")
            }
        }
    }

    @Test("QPA 1 has address 0, QPA 2 and 3 have the address of an object")
    func parameterActivation() {
        for (qualifier, address, isRight) in [
            (UInt8(1), UInt32(0), true), (1, 5, false), (2, 0, false), (2, 5, true), (3, 0, false),
            (3, 5, true),
        ] {
            let found = ProblemFinder.problems(113, address: address, [qualifier])
            let error = DecodeError(.objectAddress, at: 6, found: Int(address))
            #expect(found == (isRight ? [] : [error]), "QPA \(qualifier), address \(address)")
        }
    }

    @Test("calling the directory has address 0, calling a file has the address of an object")
    func fileCall() {
        #expect(ProblemFinder.problems(122, address: 0, [0, 0, 0, 0]) == [])
        for action in UInt8(1)...7 {
            let octets = [1, 0, 1, action]
            #expect(ProblemFinder.problems(122, address: 5, octets) == [])
            #expect(
                ProblemFinder.problems(122, address: 0, octets)
                    == [DecodeError(.objectAddress, at: 6, found: 0)])
        }
    }

    @Test("the addresses of a sequence count on from the first")
    func sequence() throws {
        let octets: [UInt8] = [1, 0x83, 20, 0, 1, 0, 0xFE, 0xFF, 0x00, 1, 0, 1]
        let asdu = try ASDU(octets)
        #expect(asdu.objects.map(\.address.value) == [65534, 65535, 65536])
        #expect(asdu.isSequence)
        #expect(asdu.header.count == 3)
    }

    @Test("a sequence may end at the largest address of its field, and not one later")
    func largest() throws {
        for profile in Profile.allSizes {
            let largest = profile.largestObjectAddress
            let size = profile.objectAddressSize
            for (first, fits) in [(largest - 2, true), (largest - 1, false), (largest, false)] {
                let address = (0..<size).map { UInt8(first >> UInt32(8 * $0) & 0xFF) }
                let header = [UInt8](repeating: 1, count: profile.asduHeaderSize - 2)
                let octets = [1, 0x83] + header + address + [1, 1, 1]
                if fits {
                    #expect(
                        try ASDU(octets, profile: profile).objects.last?.address.value == largest)
                } else {
                    let error = DecodeError(
                        .addressOverflow, at: profile.asduHeaderSize, expected: Int(largest),
                        found: Int(first) + 2)
                    #expect(throws: error) { try ASDU(octets, profile: profile) }
                }
            }
        }
    }

    @Test("common address 0 is a problem, and the global one unless the type goes to all stations")
    func commonAddresses() throws {
        for profile in Profile.allSizes {
            let global: UInt16 = profile.commonAddressSize == 1 ? 255 : 65535
            #expect(profile.globalCommonAddress.value == global)
            for row in Profile.standard.types.rows {
                for direction in [TransferDirection.control, .monitor] {
                    let mayBeGlobal =
                        direction == .control && Self.toAllStations.contains(row.id.rawValue)
                    for (address, isRight) in [
                        (UInt16(0), false), (1, true), (global - 1, true), (global, mayBeGlobal),
                    ] {
                        let found = try Self.problems(row.id, address, direction, profile)
                        let error = DecodeError(
                            .commonAddress, at: 2 + profile.causeSize, found: Int(address))
                        #expect(
                            found == (isRight ? [] : [error]),
                            "\(row.mnemonic) \(address) \(direction)")
                    }
                }
            }
        }
    }

    private static func problems(
        _ type: TypeID, _ address: UInt16, _ direction: TransferDirection, _ profile: Profile
    ) throws -> [DecodeError] {
        var octets: [UInt8] = [type.rawValue, 1, 3]
        if profile.causeSize == 2 { octets.append(0) }
        octets.append(UInt8(address & 0xFF))
        if profile.commonAddressSize == 2 { octets.append(UInt8(address >> 8)) }
        var problems = Problems()
        let reader = try ASDUReader(inspecting: octets.span, profile: profile)
        reader.appendHeaderProblems(direction: direction, to: &problems)
        return problems.list.filter { $0.code == .commonAddress }
    }

    @Test("where the direction is not known, a type that goes to all stations may have the address")
    func unknownDirection() throws {
        for (type, isRight) in [(UInt8(100), true), (1, false)] {
            let octets: [UInt8] = [type, 1, 7, 0, 0xFF, 0xFF]
            var problems = Problems()
            let reader = try ASDUReader(inspecting: octets.span)
            reader.appendHeaderProblems(direction: nil, to: &problems)
            #expect(problems.list.contains { $0.code == .commonAddress } == !isRight)
        }
    }
}
