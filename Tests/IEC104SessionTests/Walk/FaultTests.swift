import Testing

/// Tests of the walk: a fault that is planted must be found.
@Suite("planted faults are found by the walk")
struct FaultTests {
    /// What each fault must be found by.
    static let findings: [PlantedFault: String] = [
        .windowOffByOne: "window k exceeded",
        .sharedT1: "t1 has not fired",
        .stopConfirmedTooEarly: "STOPDT con with own I APDUs unacknowledged",
        .stopWithoutAcknowledgement: "STOPDT act with received I APDUs unacknowledged",
        .deafToW: "2 I APDUs received and not acknowledged",
        .lateT2: "t2 has not fired",
        .acknowledgesAhead: "N(R) 0 sent after 1 I APDUs were received",
        .testAnsweredWhileStartedOnly: "an act is not confirmed at once",
        .noIdleTest: "t3 has not fired",
        .deliversTwice: "I APDU 1 delivered after 1",
        .losesDelivery: "N(R) 32767 sent after 0 I APDUs were received",
        .confirmsTwice: "ticket 1 confirmed, 1 delivered",
        .ignoresCarriedAcknowledgement: "1 acknowledged, 0 confirmed",
        .numbersStandStill: "wrong close: received an I APDU whose N(S) is not V(R)",
    ]

    @Test("a planted fault breaks a rule", arguments: PlantedFault.allCases)
    func found(_ fault: PlantedFault) throws {
        let walk = Walk(
            WalkSetting(
                k: 2, w: 2, controllingSends: 2, controlledSends: 3,
                time: .ticksUntilSilence(delay: 1), fault: fault))
        let expected = try #require(Self.findings[fault])
        #expect(walk.violation?.hasPrefix(expected) == true, "\(walk.violation ?? "nothing")")
    }
}
