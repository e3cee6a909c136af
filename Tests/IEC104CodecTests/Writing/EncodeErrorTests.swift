import IEC104Codec
import IEC104TestKit
import Testing

@Suite("what cannot be written")
struct EncodeErrorTests {
    private static let point = InformationObject(1, .singlePoint(SIQ(true)))

    private static func asdu(
        _ type: TypeID, _ objects: [InformationObject], isSequence: Bool = false,
        originator: UInt8 = 0, common: CommonAddress = 1, octets: [UInt8] = []
    ) -> ASDU {
        ASDU(
            type, cause: CauseOfTransmission(.spontaneous, originator: originator),
            commonAddress: common, isSequence: isSequence, objects: objects, octets: octets)
    }

    @Test("an ASDU without an object")
    func noObjects() {
        #expect(throws: EncodeError(.noObjects)) { try Self.asdu(1, []).encoded() }
    }

    @Test("an object that is not of the type, at its index")
    func wrongInformation() {
        let other = InformationObject(2, .doublePoint(DIQ(.on)))
        let timed = InformationObject(
            2, .singlePoint(SIQ(true)), timeTag: .cp24(CP24Time2a(rawValue: 0)))
        for wrong in [other, timed] {
            #expect(throws: EncodeError(.wrongInformation, object: 1)) {
                try Self.asdu(1, [Self.point, wrong]).encoded()
            }
        }
        #expect(throws: EncodeError(.wrongInformation, object: 0)) {
            try Self.asdu(30, [Self.point]).encoded()
        }
    }

    @Test("no type takes an object of another kind or with another time tag")
    func everyWrongPair() throws {
        var generator = ObjectGenerator(seed: 11)
        let rows = Profile.standard.types.rows
        for row in rows {
            for other in rows
            where other.information != row.information || other.timeTag != row.timeTag {
                var asdu = generator.asdu(
                    of: other, count: 1, isSequence: false, profile: .standard)
                asdu.type = row.id
                // A segment or raw octets may also be too many for the room.
                #expect(throws: EncodeError.self, "\(other.mnemonic) as \(row.mnemonic)") {
                    try asdu.encoded()
                }
            }
        }
    }

    @Test("a type that the profile does not know, unless its objects are raw")
    func unknownType() throws {
        #expect(throws: EncodeError(.unknownType, object: 0)) {
            try Self.asdu(200, [Self.point]).encoded()
        }
        let raw = InformationObject(7, .raw(count: 3, OctetRange(offset: 0, count: 2)))
        let octets = try Self.asdu(200, [raw], octets: [0xAA, 0xBB]).encoded()
        #expect(octets == [200, 3, 3, 0, 1, 0, 7, 0, 0, 0xAA, 0xBB])
    }

    @Test("SQ = 1 with every type that does not allow it")
    func sequenceNotAllowed() {
        var generator = ObjectGenerator(seed: 6)
        for row in Profile.standard.types.rows where !row.allowsSequence {
            var asdu = generator.asdu(of: row, count: 1, isSequence: false, profile: .standard)
            asdu.isSequence = true
            #expect(throws: EncodeError(.sequenceNotAllowed), "\(row.mnemonic)") {
                try asdu.encoded()
            }
        }
    }

    @Test(
        "SQ = 1 with addresses that do not follow each other", arguments: [3, 1, 4, 0] as [UInt32])
    func notConsecutive(address: UInt32) {
        var third = Self.point
        third.address = ObjectAddress(address)
        var second = Self.point
        second.address = 2
        let objects = [Self.point, second, third]
        if address == 3 {
            #expect(throws: Never.self) { try Self.asdu(1, objects, isSequence: true).encoded() }
        } else {
            #expect(throws: EncodeError(.addressesNotConsecutive, object: 2)) {
                try Self.asdu(1, objects, isSequence: true).encoded()
            }
        }
    }

    @Test("addresses and originators that their fields cannot hold, for all field sizes")
    func addresses() throws {
        for profile in Profile.allSizes {
            var object = Self.point
            object.address = ObjectAddress(profile.largestObjectAddress)
            #expect(throws: Never.self) { try Self.asdu(1, [object]).encoded(profile: profile) }
            object.address.value += 1
            #expect(throws: EncodeError(.addressTooLarge, object: 1)) {
                try Self.asdu(1, [Self.point, object]).encoded(profile: profile)
            }
            object.address.value = .max
            #expect(throws: EncodeError(.addressTooLarge, object: 0)) {
                try Self.asdu(1, [object]).encoded(profile: profile)
            }
            let station = Self.asdu(1, [Self.point], common: 256)
            let asked = Self.asdu(1, [Self.point], originator: 1)
            for (asdu, size) in [
                (station, profile.commonAddressSize), (asked, profile.causeSize),
            ] {
                if size == 2 {
                    #expect(try ASDU(asdu.encoded(profile: profile), profile: profile) == asdu)
                } else {
                    #expect(throws: EncodeError(.addressTooLarge)) {
                        try asdu.encoded(profile: profile)
                    }
                }
            }
        }
    }

    @Test("a length of file that three octets cannot hold")
    func fileLength() {
        let infos: [(TypeID, Information)] = [
            (.F_FR_NA_1, .fileReady(file: 1, length: 0x100_0000, ReadyQualifier(isReady: true))),
            (
                .F_SR_NA_1,
                .sectionReady(
                    file: 1, section: 1, length: .max, ReadyQualifier(isReady: true))
            ),
        ]
        for (type, information) in infos {
            #expect(throws: EncodeError(.fieldOutOfRange, object: 0)) {
                try Self.asdu(type, [InformationObject(1, information)]).encoded()
            }
        }
        let directory = InformationObject(
            1, .fileDirectory(file: 1, length: 0x100_0000, SOF(rawValue: 0)),
            timeTag: .cp56(CP56Time2a(rawValue: 0)))
        #expect(throws: EncodeError(.fieldOutOfRange, object: 0)) {
            try Self.asdu(.F_DR_TA_1, [directory]).encoded()
        }
    }

    @Test("octets that are not there, or more than a segment may have")
    func ranges() {
        let octets = [UInt8](repeating: 1, count: 300)
        func segment(_ offset: UInt16, _ count: UInt16) -> ASDU {
            let range = OctetRange(offset: offset, count: count)
            let information = Information.fileSegment(file: 1, section: 1, range)
            return Self.asdu(.F_SG_NA_1, [InformationObject(1, information)], octets: octets)
        }
        #expect(throws: Never.self) { try segment(0, 236).encoded() }
        #expect(throws: Never.self) { try segment(300, 0).encoded() }
        #expect(throws: EncodeError(.tooLong, object: 0)) { try segment(0, 237).encoded() }
        #expect(throws: EncodeError(.tooLong, object: 0)) { try segment(0, 255).encoded() }
        for (offset, count) in [(0, 256), (299, 2), (301, 0), (65535, 65535), (0, 65535)] {
            #expect(throws: EncodeError(.fieldOutOfRange, object: 0), "\(offset) \(count)") {
                try segment(UInt16(offset), UInt16(count)).encoded()
            }
        }
        let raw = InformationObject(1, .raw(count: 1, OctetRange(offset: 200, count: 101)))
        #expect(throws: EncodeError(.fieldOutOfRange, object: 0)) {
            try Self.asdu(200, [raw], octets: octets).encoded()
        }
    }

    @Test("every error says what is wrong and which object it is")
    func descriptions() {
        let codes: [EncodeError.Code] = [
            .noObjects, .tooLong, .unknownType, .wrongInformation, .sequenceNotAllowed,
            .addressesNotConsecutive, .addressTooLarge, .fieldOutOfRange,
        ]
        #expect(Set(codes.map(\.rawValue)).count == codes.count)
        for code in codes {
            #expect(EncodeError(code).description == code.rawValue)
            #expect(EncodeError(code, object: 3).description == "\(code.rawValue) (object 3)")
        }
    }
}
