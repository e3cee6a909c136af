import IEC104Codec
import IEC104Session
import IEC104Station
import Testing

@Suite("What a master asks")
struct RequestTests {
    static let octets: [(MasterRequest, [UInt8])] = [
        (.interrogation(station: 1, .station), [100, 1, 6, 7, 1, 0, 0, 0, 0, 20]),
        (
            .interrogation(station: .global, QOI(rawValue: 36)),
            [100, 1, 6, 7, 255, 255, 0, 0, 0, 36]
        ),
        (.counterInterrogation(station: 2, .general), [101, 1, 6, 7, 2, 0, 0, 0, 0, 5]),
        (
            .counterInterrogation(station: 2, QCC(request: 1, freeze: .freezeAndReset)),
            [101, 1, 6, 7, 2, 0, 0, 0, 0, 0x81]
        ),
        (.read(station: 1, 0x010203), [102, 1, 5, 7, 1, 0, 3, 2, 1]),
        (
            .clockSynchronization(station: 1, time: CP56Time2a(rawValue: 0x01020304050607)),
            [103, 1, 6, 7, 1, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1]
        ),
        // 2023-11-14T22:13:20 UTC, a Tuesday.
        (
            .clockSynchronization(station: 1, time: nil),
            [103, 1, 6, 7, 1, 0, 0, 0, 0, 0x20, 0x4E, 13, 22, 0x4E, 11, 23]
        ),
        (.test(station: 1, isTimeTagged: false), [104, 1, 6, 7, 1, 0, 0, 0, 0, 0xAA, 0x55]),
        (
            .test(station: 1, isTimeTagged: true),
            [107, 1, 6, 7, 1, 0, 0, 0, 0, 1, 0, 0x20, 0x4E, 13, 22, 0x4E, 11, 23]
        ),
        (
            .parameter(station: 1, 4001, .normalizedParameter(NVA(0.5), QPM(kind: 2))),
            [110, 1, 6, 7, 1, 0, 0xA1, 0x0F, 0, 0, 0x40, 2]
        ),
        (
            .parameter(station: 1, 4001, .scaledParameter(-2, QPM(kind: 3))),
            [111, 1, 6, 7, 1, 0, 0xA1, 0x0F, 0, 0xFE, 0xFF, 3]
        ),
        (
            .parameter(station: 1, 4001, .floatParameter(2.5, QPM(kind: 1))),
            [112, 1, 6, 7, 1, 0, 0xA1, 0x0F, 0, 0, 0, 0x20, 0x40, 1]
        ),
        (
            .parameter(station: 1, 0, .parameterActivation(.loadedParameters)),
            [113, 1, 6, 7, 1, 0, 0, 0, 0, 1]
        ),
        (
            .parameterDeactivation(station: 1, 4001, .cyclicTransmission),
            [113, 1, 8, 7, 1, 0, 0xA1, 0x0F, 0, 3]
        ),
        (.reset(station: 1, .general), [105, 1, 6, 7, 1, 0, 0, 0, 0, 1]),
        (.delayAcquisition(station: 1), [106, 1, 6, 7, 1, 0, 0, 0, 0, 0x20, 0x4E]),
        (.switching(), [45, 1, 6, 7, 1, 0, 0x89, 0x13, 0, 1]),
        (.switching(false, .select), [45, 1, 6, 7, 1, 0, 0x89, 0x13, 0, 0x80]),
        (.switching(true, .selectBeforeOperate), [45, 1, 6, 7, 1, 0, 0x89, 0x13, 0, 0x81]),
        (.switching(true, .execute), [45, 1, 6, 7, 1, 0, 0x89, 0x13, 0, 1]),
        (.switching(true, .deactivate), [45, 1, 8, 7, 1, 0, 0x89, 0x13, 0, 0x81]),
        (
            .command(
                MasterCommand(
                    station: 1, .C_DC_TA_1, at: 1, .doubleCommand(DCO(true)), isTest: true)),
            [59, 1, 0x86, 7, 1, 0, 1, 0, 0, 2, 0x20, 0x4E, 13, 22, 0x4E, 11, 23]
        ),
        (
            .command(
                MasterCommand(
                    station: 1, .C_SE_NB_1, at: 1, .scaledSetPoint(-2, QOS()), mode: .select)),
            [49, 1, 6, 7, 1, 0, 1, 0, 0, 0xFE, 0xFF, 0x80]
        ),
        (
            .asdu(
                ASDU(
                    .C_RD_NA_1, cause: CauseOfTransmission(.request, originator: 9),
                    commonAddress: 3, objects: [InformationObject(4, .empty)])),
            [102, 1, 5, 9, 3, 0, 4, 0, 0]
        ),
    ]

    @Test("each request has the octets of the standard", arguments: octets)
    func octetsOfRequests(_ request: MasterRequest, _ expected: [UInt8]) throws {
        var probe = MasterProbe(MasterSettings(originator: 7))
        _ = probe.submit(request)
        let next = probe.sent()
        let sent = try #require(next)
        #expect(try sent.encoded() == expected)
        #expect(probe.sent() == nil)
    }

    @Test("the clock that is sent is that of the station's zone")
    func zone() throws {
        var probe = MasterProbe(
            MasterSettings(clockOffset: .seconds(8 * 3600), isSummerTime: true))
        _ = probe.submit(.clockSynchronization(station: 1, time: nil))
        guard case .cp56(let time)? = probe.sent()?.objects.first?.timeTag else {
            Issue.record("no time")
            return
        }
        #expect(time.hour == 6 && time.day == 15 && time.isSummerTime)
    }

    static let impossible: [MasterRequest] = [
        .read(station: 1, 0), .read(station: .global, 5), .read(station: 0, 5),
        .read(station: 1, 0x1000000), .interrogation(station: 0, .station),
        .test(station: .global, isTimeTagged: true),
        .command(MasterCommand(station: 1, .C_SC_NA_1, at: 1, .doubleCommand(DCO(true)))),
        .command(MasterCommand(station: 1, .M_SP_NA_1, at: 1, .singlePoint(SIQ(true)))),
        .command(MasterCommand(station: 1, .C_SC_NA_1, at: 0, .singleCommand(SCO(true)))),
        .command(MasterCommand(station: .global, .C_SC_NA_1, at: 1, .singleCommand(SCO(true)))),
        .command(
            MasterCommand(station: 1, .C_BO_NA_1, at: 1, .bitStringCommand(1), mode: .select)),
        .asdu(
            ASDU(.C_RD_NA_1, cause: CauseOfTransmission(.request), commonAddress: 3, objects: [])),
    ]

    @Test("T-20: what cannot be asked is refused at once", arguments: impossible)
    func invalid(_ request: MasterRequest) throws {
        var probe = MasterProbe()
        _ = probe.submit(request)
        let next = probe.result()
        let result = try #require(next)
        #expect(result.error?.code == .invalid)
        #expect(result.error?.request == request)
        #expect(probe.sent() == nil)
        #expect(probe.engine.requestCount == 0)
    }

    @Test(
        "T-24: a time that has no octets is refused, also when it comes with the moment of sending")
    func impossibleTime() {
        var engine = MasterEngine(settings: MasterSettings())
        let past = Moment(Instant(seconds: 1), wall: -5_000_000_000_000)
        engine.started(at: past)
        _ = engine.submit(.clockSynchronization(station: 1, time: nil), at: past)
        #expect(engine.nextResult()?.error?.code == .invalid)
        let now = Moment(Instant(seconds: 1), wall: 0)
        _ = engine.submit(.clockSynchronization(station: 1, time: nil), at: now)
        var octets = [UInt8](repeating: 0, count: 249)
        var output = octets.mutableSpan
        #expect(engine.next(into: &output, at: past) == nil)
        #expect(engine.nextResult()?.error?.code == .invalid)
        #expect(engine.deadline == .never)
    }

    @Test("nothing is sent before data transfer is started, and it is said so at once")
    func notStarted() {
        var probe = MasterProbe(isStarted: false)
        _ = probe.submit(.stationInterrogation)
        #expect(probe.results() == ["1 not-sent 0"])
        #expect(probe.sent() == nil)
    }

    @Test("the time for the answer counts from the sending, so that sending moves the deadline")
    func deadline() {
        var probe = MasterProbe()
        _ = probe.submit(.stationInterrogation)
        #expect(
            probe.engine.deadline == probe.now.instant.advanced(byNanoseconds: 3_600_000_000_000))
        _ = probe.sent()
        #expect(probe.engine.deadline == probe.now.instant.advanced(byNanoseconds: 10_000_000_000))
    }

    @Test("commands go before what waits, and others keep their order")
    func order() {
        var probe = MasterProbe()
        _ = probe.submit(.read(station: 1, 1))
        _ = probe.submit(.read(station: 1, 2))
        _ = probe.submit(.switching())
        #expect(probe.allSent() == ["45 6 1 5001", "102 5 1 1", "102 5 1 2"])
    }

    @Test("only so many requests are under way at a time, commands aside")
    func parallel() {
        var probe = MasterProbe(MasterSettings(parallelRequests: 2))
        for address in 1...5 { _ = probe.submit(.read(station: 1, ObjectAddress(UInt32(address)))) }
        #expect(probe.allSent() == ["102 5 1 1", "102 5 1 2"])
        _ = probe.submit(.switching())
        #expect(probe.allSent() == ["45 6 1 5001"])
        _ = probe.data(.M_SP_NA_1, .request, [InformationObject(2, .singlePoint(SIQ(true)))])
        #expect(probe.allSent() == ["102 5 1 3"])
    }

    @Test("more requests than allowed are refused")
    func tooMany() {
        var probe = MasterProbe(MasterSettings(maximumRequests: 2))
        for _ in 1...3 { _ = probe.submit(.stationInterrogation) }
        #expect(probe.results() == ["3 too-many 0"])
    }

    @Test("a second command to an object is refused until the first has ended")
    func busy() {
        var probe = MasterProbe()
        _ = probe.submit(.switching(true))
        _ = probe.submit(.switching(false))
        #expect(probe.results() == ["2 busy 0"])
        let first = probe.sent()
        _ = probe.submit(.switching(false))
        _ = probe.submit(.switching(false, at: 5002))
        #expect(probe.results() == ["3 busy 0"])
        #expect(probe.allSent() == ["45 6 1 5002"])
        _ = probe.answer(first, .activationConfirmation)
        _ = probe.submit(.switching(false))
        #expect(probe.results() == ["5 busy 0"])
        _ = probe.answer(first, .activationTermination)
        #expect(probe.results() == ["1 terminated"])
        _ = probe.submit(.switching(false))
        #expect(probe.allSent() == ["45 6 1 5001"])
    }

    @Test("requests whose answers could be mistaken wait for each other")
    func waiting() {
        var probe = MasterProbe()
        _ = probe.submit(.interrogation(station: 1, .station))
        _ = probe.submit(.interrogation(station: 1, QOI(rawValue: 21)))
        _ = probe.submit(.interrogation(station: .global, .station))
        _ = probe.submit(.interrogation(station: 2, .station))
        _ = probe.submit(.counterInterrogation(station: 1, .general))
        let first = probe.sent()
        #expect(probe.allSent() == ["100 6 2 0", "101 6 1 0"])
        _ = probe.answer(first, .activationConfirmation)
        #expect(probe.allSent() == [])
        _ = probe.answer(first, .activationTermination)
        #expect(probe.allSent() == ["100 6 1 0"])
    }
}
