import IEC104Codec
import IEC104Station
import Testing

@Suite("Refused commands")
struct RefusalTests {
    private func refusal(_ probe: OutstationProbe) -> CommandRefusal? {
        while let request = probe.nextRequest() {
            if case .commandRefused(_, let reason) = request { return reason }
        }
        return nil
    }

    static let setPoints: [(TypeID, Information, Bool)] = [
        (.C_SE_NC_1, .floatSetPoint(R32(-10), QOS()), true),
        (.C_SE_NC_1, .floatSetPoint(R32(20.5), QOS()), true),
        (.C_SE_NC_1, .floatSetPoint(R32(20.6), QOS()), false),
        (.C_SE_NC_1, .floatSetPoint(R32(-10.1), QOS()), false),
        (.C_SE_NC_1, .floatSetPoint(R32(.nan), QOS()), false),
        (.C_SE_NC_1, .floatSetPoint(R32(.infinity), QOS()), false),
        (.C_SE_NC_1, .floatSetPoint(R32(-.infinity), QOS()), false),
        (.C_SE_NC_1, .floatSetPoint(R32(.leastNonzeroMagnitude), QOS()), true),
        (.C_SE_NB_1, .scaledSetPoint(20, QOS()), true),
        (.C_SE_NB_1, .scaledSetPoint(21, QOS()), false),
        (.C_SE_NB_1, .scaledSetPoint(-32768, QOS()), false),
        (.C_SE_NA_1, .normalizedSetPoint(NVA(rawValue: -10), QOS()), true),
        (.C_SE_NA_1, .normalizedSetPoint(NVA(rawValue: .min), QOS()), false),
    ]

    @Test(
        "T-23: a set point outside its limits, a NaN and infinities are refused",
        arguments: setPoints)
    func setPoint(_ type: TypeID, _ sent: Information, _ isAccepted: Bool) throws {
        var table = PointTable()
        try table.addCommand(
            type, at: 100, CommandOptions(mode: .either, lowLimit: -10, highLimit: 20.5))
        let probe = OutstationProbe(table)
        try probe.ask(type, activation, at: 100, sent)
        let number = type.rawValue
        #expect(
            try probe.pull().short
                == (isAccepted ? ["\(number) 7", "\(number) 10"] : ["\(number) 7-"]))
        #expect(refusal(probe) == (isAccepted ? nil : .outOfRange))
    }

    @Test("T-23: NaN and infinities are refused without limits too")
    func notFinite() throws {
        var table = PointTable()
        try table.addCommand(.C_SE_NC_1, at: 100)
        let probe = OutstationProbe(table)
        for value in [Float.nan, .infinity, -.infinity] {
            try probe.ask(.C_SE_NC_1, activation, at: 100, .floatSetPoint(R32(value), QOS()))
        }
        #expect(try probe.pull().short == ["50 7-", "50 7-", "50 7-"])
    }

    @Test(
        "T-23: a step command that leads beyond the limits or -64...63 is refused",
        arguments: [
            (63, true, nil, nil, false), (62, true, nil, nil, true), (-64, false, nil, nil, false),
            (-63, false, nil, nil, true), (5, true, nil, 5, false), (4, true, nil, 5, true),
            (-5, false, -5, 5, false), (9, false, -5, 5, true), (9, true, -5, 5, false),
            (-64, true, -5, 5, true),
        ] as [(Int8, Bool, Float?, Float?, Bool)])
    func step(_ now: Int8, _ isHigher: Bool, _ low: Float?, _ high: Float?, _ isAccepted: Bool)
        throws
    {
        var table = PointTable()
        let point = try table.add(1, VTI(now))
        try table.addCommand(
            .C_RC_NA_1, at: 100, drives: point, CommandOptions(lowLimit: low, highLimit: high))
        let probe = OutstationProbe(table)
        try probe.ask(.C_RC_NA_1, activation, at: 100, .stepCommand(RCO(isHigher: isHigher)))
        #expect(try probe.pull().first?.short == (isAccepted ? "47 7" : "47 7-"))
        #expect(probe.engine.value(of: point)?.value == now + (isAccepted ? isHigher ? 1 : -1 : 0))
    }

    @Test("each refusal tells its reason; a test tells nothing")
    func reasons() throws {
        var table = PointTable()
        let relay = try table.add(1, false)
        try table.addCommand(
            .C_SC_NA_1, at: 100, drives: relay, CommandOptions(mode: .selectBeforeOperate))
        try table.addCommand(.C_DC_NA_1, at: 101)
        try table.addCommand(.C_SC_NA_1, at: 102, CommandOptions(timeTagging: .required))
        let probe = OutstationProbe(table)
        let link = probe.connect("10.0.0.2")
        let on = Information.singleCommand(SCO(true))
        let select = Information.singleCommand(SCO(true, isSelect: true))
        try probe.ask(.C_SC_NA_1, activation, at: 100, on)
        #expect(refusal(probe) == .notSelected)
        try probe.ask(.C_SC_NA_1, deactivation, at: 100, on)
        #expect(refusal(probe) == .nothingToDeactivate)
        try probe.ask(.C_SC_NA_1, activation, at: 100, select)
        try probe.ask(.C_SC_NA_1, activation, at: 100, select, on: link)
        #expect(refusal(probe) == .selectedByAnother)
        try probe.ask(.C_SC_NA_1, activation, at: 100, .singleCommand(SCO(false)))
        #expect(refusal(probe) == .differsFromSelection)
        try probe.ask(
            .C_DC_NA_1, activation, at: 101, .doubleCommand(DCO(true, isSelect: true)))
        #expect(refusal(probe) == .notSelectable)
        try probe.ask(.C_DC_NA_1, activation, at: 101, .doubleCommand(DCO(rawValue: 3)))
        #expect(refusal(probe) == .stateNotPermitted)
        try probe.ask(.C_SC_NA_1, activation, at: 102, on)
        #expect(refusal(probe) == .timeTagMissing)
        let old = try #require(CP56Time2a(millisecondsSince1970: probe.now.wall - 60_000))
        try probe.ask(.C_SC_TA_1, activation, at: 102, on, time: .cp56(old))
        #expect(refusal(probe) == .timeTagOff(milliseconds: 60_000))
        // T-24: minute 63, hour 31, day 0, month 15, year 127.
        let impossible = CP56Time2a(rawValue: 0x7F0F_001F_3F0000)
        try probe.ask(.C_SC_TA_1, activation, at: 102, on, time: .cp56(impossible))
        #expect(refusal(probe) == .timeTagInvalid)
        let test = CauseOfTransmission(.activation, isTest: true)
        try probe.ask(.C_SC_NA_1, test, at: 100, on)
        #expect(refusal(probe) == nil)
    }

    @Test(
        "states that a command has changed have cause 11, or 3 where that is wanted; local ones 12")
    func causes() throws {
        var settings = OutstationSettings()
        settings.returnsInformation = false
        var table = PointTable()
        let relay = try table.add(1, false)
        let value = try table.add(2, Int16(0))
        try table.addCommand(.C_SC_NA_1, at: 100, drives: relay)
        let probe = OutstationProbe(table, settings)
        try probe.ask(.C_SC_NA_1, activation, at: 100, .singleCommand(SCO(true)))
        #expect(try probe.pull().short == ["45 7", "30 3", "45 10"])
        for (source, cause) in [(.process, 3), (.remote, 11), (.local, 12)]
            as [(ChangeSource, Int)]
        {
            probe.engine.set(
                relay.id, .singlePoint(SIQ(false)), time: nil, mode: .force, source: source,
                at: probe.now)
            // No measured value has causes 11 and 12.
            probe.engine.set(
                value.id, .scaled(Int16(cause), []), time: nil, mode: .force, source: source,
                at: probe.now)
            #expect(try probe.pull().short == ["30 \(cause)", "35 3"])
        }
    }

    @Test("limits, pulses and interlocks that make no sense are not added")
    func options() throws {
        var table = PointTable()
        try table.add(1, false)
        let interlock = try Interlock("1=on")
        let bad: [(TypeID, CommandOptions, PointTableError.Code)] = [
            (.C_SE_NC_1, CommandOptions(lowLimit: 2, highLimit: 1), .limits),
            (.C_SE_NC_1, CommandOptions(lowLimit: .nan), .limits),
            (.C_SE_NC_1, CommandOptions(highLimit: .infinity), .limits),
            (.C_SC_NA_1, CommandOptions(lowLimit: 0), .limits),
            (.C_SC_NA_1, CommandOptions(shortPulse: .zero), .pulse),
            (.C_SC_NA_1, CommandOptions(longPulse: .seconds(3601)), .pulse),
            (.C_SC_NA_1, CommandOptions(interlock: try Interlock("7=on")), .interlock),
            (.C_SC_NA_1, CommandOptions(interlock: try Interlock("1=intermediate")), .interlock),
            (.C_SC_NA_1, CommandOptions(interlock: try Interlock("2/1=on")), .interlock),
            (.C_SE_NC_1, CommandOptions(interlock: try Interlock("command=on")), .interlock),
        ]
        for (type, options, code) in bad {
            do {
                try table.addCommand(type, at: 100, options)
                Issue.record("\(options)")
            } catch {
                #expect(error.code == code)
            }
        }
        try table.addCommand(.C_SC_NA_1, at: 100, CommandOptions(interlock: interlock))
    }
}
