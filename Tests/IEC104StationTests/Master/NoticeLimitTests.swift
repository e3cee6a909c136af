import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("What is told of odd ASDUs")
struct NoticeLimitTests {
    private func header(_ type: UInt8) -> ASDUHeader {
        ASDUHeader(
            type: TypeID(type), count: 1, cause: CauseOfTransmission(.spontaneous),
            commonAddress: 7)
    }

    @Test("each type is told once, again after a minute, with how many there were")
    func types() {
        var limit = NoticeLimit()
        var told: [UnexpectedASDU] = []
        for second in 0..<130 {
            for type: UInt8 in [200, 201] {
                let now = Instant(seconds: Int64(second))
                if let asdu = limit.note(.type, header(type), at: now) { told.append(asdu) }
            }
        }
        #expect(told.map(\.header.type.rawValue) == [200, 201, 200, 201, 200, 201])
        #expect(told.map(\.count) == [1, 1, 60, 60, 60, 60])
        #expect(limit.note(.cause, header(200), at: Instant(seconds: 1)) != nil)
    }

    @Test("each error of structure is told once a minute")
    func malformed() {
        var limit = NoticeLimit()
        let errors = [DecodeError(.trailingOctets, at: 1), DecodeError(.objectsTruncated, at: 2)]
        var told = 0
        for second in 0..<61 {
            for error in errors where limit.note(error, at: Instant(seconds: Int64(second))) {
                told += 1
            }
        }
        #expect(told == 4)
    }

    @Test("a notice is a sentence with the type, where, how many and why")
    func words() {
        let text = UnexpectedASDU(.type, header(200), count: 3).description
        #expect(text.hasPrefix("type 200, spontaneous, station 7 (3 of them): the type is not"))
        for reason in UnexpectedASDU.Reason.allCases {
            #expect(!UnexpectedASDU(reason, header(1), count: 1).description.contains("of them"))
        }
    }
}
