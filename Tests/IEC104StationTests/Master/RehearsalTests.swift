import IEC104Codec
import Testing

@testable import IEC104Station

@Suite("What a request would send")
struct RehearsalTests {
    private static let requests: [MasterRequest] =
        [
            .interrogation(station: 65535, .station), .read(station: 3, 1001),
            .counterInterrogation(station: 1, QCC(request: 5, freeze: .freeze)),
            .clockSynchronization(station: 1, time: nil), .test(station: 1, isTimeTagged: true),
            .reset(station: 1, QRP(rawValue: 1)), .delayAcquisition(station: 1),
            .parameter(station: 1, 2001, .scaledParameter(7, QPM(rawValue: 1))),
            .parameterDeactivation(station: 1, 2001, QPA(rawValue: 3)),
        ]
        + MasterCommand.Mode.allCases.map { mode in
            .command(
                MasterCommand(
                    station: 1, .C_DC_TA_1, at: 5001, .doubleCommand(DCO(true)), mode: mode,
                    isTest: true))
        }

    @Test("it is what is sent then, to the octet, in every size of the fields", arguments: requests)
    func same(_ request: MasterRequest) throws {
        let small = try Profile(causeSize: 1, commonAddressSize: 1, objectAddressSize: 2)
        for profile in [Profile.standard, small] {
            var settings = MasterSettings(profile: profile)
            settings.originator = 7
            settings.clockOffset = .seconds(3600)
            settings.isSummerTime = true
            var probe = MasterProbe(settings)
            _ = probe.submit(request)
            let frames = try request.rehearsed(settings, wall: probe.now.wall)
            let isDouble = frames.count == 2
            for (number, frame) in frames.enumerated() {
                let asdu = probe.sent()
                let sent = try #require(asdu)
                // A test counts from 1 on the wire.
                if case .test = request { continue }
                #expect(
                    frame
                        == (try sent.apdu(
                            send: SequenceNumber(UInt16(number)), receive: 0, profile: profile)))
                _ = probe.answer(sent, .activationConfirmation)
            }
            guard case .command(let command) = request else {
                #expect(!isDouble)
                continue
            }
            #expect(isDouble == (command.mode == .selectBeforeOperate))
        }
    }

    @Test("what is no request of the profile cannot be shown")
    func impossible() throws {
        let small = try Profile(objectAddressSize: 1)
        #expect(throws: EncodeError.self) {
            try MasterRequest.read(station: 1, 70_000).rehearsed(
                MasterSettings(profile: small), wall: 0)
        }
        let bits = MasterCommand(
            station: 1, .C_BO_NA_1, at: 1, .bitStringCommand(1), mode: .select)
        #expect(throws: EncodeError.self) {
            try MasterRequest.command(bits).rehearsed(MasterSettings(), wall: 0)
        }
    }
}
