import IEC104Codec
import Testing

/// Every octet of every element of one octet, against the layout of IEC 60870-5-101, 7.2.6.
@Suite("elements of one octet")
struct OctetTests {
    static let octets = UInt8.min...UInt8.max

    @Test("a single point: SPI and quality, changed one by one without touching the rest")
    func singlePoint() {
        for octet in Self.octets {
            var point = SIQ(rawValue: octet)
            #expect(point.isOn == (octet & 1 == 1))
            #expect(point.quality.rawValue == octet & 0xF0)
            #expect(SIQ(point.isOn, quality: point.quality).rawValue == octet & 0xF1)
            point.isOn.toggle()
            #expect(point.rawValue == octet ^ 1)
            point.quality = [.invalid, .overflow, .elapsedTimeInvalid]
            #expect(point.rawValue == (octet ^ 1) & 0x0F | 0x80)
        }
    }

    @Test("a double point: DPI and quality, changed one by one without touching the rest")
    func doublePoint() {
        let states: [DoublePointState] = [.intermediate, .off, .on, .indeterminate]
        for octet in Self.octets {
            var point = DIQ(rawValue: octet)
            #expect(point.state == states[Int(octet & 3)])
            #expect(point.quality.rawValue == octet & 0xF0)
            #expect(DIQ(point.state, quality: point.quality).rawValue == octet & 0xF3)
            for state in states {
                point.state = state
                #expect(point.rawValue == octet & 0xFC | state.rawValue)
            }
            point.quality = [.blocked, .overflow]
            #expect(point.rawValue == octet & 0x0C | 0x13)
        }
    }

    @Test("quality bits are those of QDS and QDP")
    func quality() {
        let bits: [(Quality, UInt8, String)] = [
            (.overflow, 0x01, "OV"), (.elapsedTimeInvalid, 0x08, "EI"), (.blocked, 0x10, "BL"),
            (.substituted, 0x20, "SB"), (.notTopical, 0x40, "NT"), (.invalid, 0x80, "IV"),
        ]
        for (quality, octet, name) in bits {
            #expect(quality.rawValue == octet)
            #expect(Quality.names.first { $0.quality == quality }?.name == name)
        }
        #expect(Quality.names.count == bits.count)
    }

    @Test("a protection event: ES and quality with EI")
    func protectionEvent() {
        for octet in Self.octets {
            let event = SEP(rawValue: octet)
            #expect(event.state.rawValue == octet & 3)
            #expect(event.quality.rawValue == octet & 0xF8)
            #expect(SEP(event.state, quality: event.quality).rawValue == octet & 0xFB)
        }
        let starts: [SPE] = [
            .generalStart, .startL1, .startL2, .startL3, .startEarth, .startReverse,
        ]
        #expect(starts.map(\.rawValue) == [1, 2, 4, 8, 16, 32])
        #expect(SPE.names == ["GS", "SL1", "SL2", "SL3", "SIE", "SRD"])
        let circuits: [OCI] = [.generalCommand, .commandL1, .commandL2, .commandL3]
        #expect(circuits.map(\.rawValue) == [1, 2, 4, 8])
        #expect(OCI.names == ["GC", "CL1", "CL2", "CL3"])
    }

    @Test("commands: state, QU and S/E")
    func commands() {
        for octet in Self.octets {
            let single = SCO(rawValue: octet)
            let double = DCO(rawValue: octet)
            let step = RCO(rawValue: octet)
            let state = octet & 3
            #expect(single.isOn == (octet & 1 == 1))
            #expect(double.state == state && step.state == state)
            #expect(double.isOn == (state == 1 ? false : state == 2 ? true : nil))
            #expect(step.isHigher == (state == 1 ? false : state == 2 ? true : nil))
            let qualifier = CommandQualifier(rawValue: octet >> 2 & 0x1F)
            #expect(
                single.qualifier == qualifier && double.qualifier == qualifier
                    && step.qualifier == qualifier)
            let isSelect = octet >= 128
            #expect(
                single.isSelect == isSelect && double.isSelect == isSelect
                    && step.isSelect == isSelect)
            #expect(
                SCO(single.isOn, qualifier: qualifier, isSelect: isSelect).rawValue == octet & 0xFD)
            if let isOn = double.isOn, let isHigher = step.isHigher {
                #expect(DCO(isOn, qualifier: qualifier, isSelect: isSelect) == double)
                #expect(RCO(isHigher: isHigher, qualifier: qualifier, isSelect: isSelect) == step)
            }
        }
        let qualifiers: [CommandQualifier] = [.none, .shortPulse, .longPulse, .persistent]
        #expect(qualifiers.map(\.rawValue) == [0, 1, 2, 3])
        #expect(CommandQualifier(rawValue: 255).rawValue == 31)
    }

    @Test("qualifiers of one number and one or two flags")
    func qualifiers() {
        for octet in Self.octets {
            let setPoint = QOS(rawValue: octet)
            #expect(setPoint.qualifier == octet & 0x7F && setPoint.isSelect == (octet >= 128))
            #expect(QOS(qualifier: setPoint.qualifier, isSelect: setPoint.isSelect) == setPoint)
            let start = COI(rawValue: octet)
            #expect(start.cause == octet & 0x7F && start.parametersChanged == (octet >= 128))
            #expect(
                COI(cause: start.cause, parametersChanged: start.parametersChanged) == start)
            let counters = QCC(rawValue: octet)
            #expect(counters.request == octet & 0x3F && counters.freeze.rawValue == octet >> 6)
            #expect(QCC(request: counters.request, freeze: counters.freeze) == counters)
            let parameter = QPM(rawValue: octet)
            #expect(parameter.kind == octet & 0x3F)
            #expect(parameter.isLocalChange == (octet & 0x40 != 0))
            #expect(parameter.isOutOfOperation == (octet & 0x80 != 0))
            #expect(
                QPM(
                    kind: parameter.kind, isLocalChange: parameter.isLocalChange,
                    isOutOfOperation: parameter.isOutOfOperation) == parameter)
        }
        #expect(QCC.Freeze.allCases.map(\.rawValue) == [0, 1, 2, 3])
        #expect(QCC.general.rawValue == 5)
        #expect([COI.localPowerOn, .localManualReset, .remoteReset].map(\.rawValue) == [0, 1, 2])
        #expect([QRP.general, .eventBuffer].map(\.rawValue) == [1, 2])
        let activations: [QPA] = [.loadedParameters, .objectParameter, .cyclicTransmission]
        #expect(activations.map(\.rawValue) == [1, 2, 3])
    }

    @Test("QOI: 20 the station, 21...36 groups 1...16")
    func interrogation() {
        for octet in Self.octets {
            let group: UInt8? = (21...36).contains(octet) ? octet - 20 : nil
            #expect(QOI(rawValue: octet).group == group)
            #expect(QOI(group: octet)?.rawValue == ((1...16).contains(octet) ? 20 + octet : nil))
        }
        #expect(QOI.station.rawValue == 20)
    }

    @Test("qualifiers of files")
    func files() {
        for octet in Self.octets {
            #expect(ReadyQualifier(rawValue: octet).isReady == (octet < 128))
            let error = octet >> 4 <= 5 ? octet >> 4 : nil
            #expect(SCQ(rawValue: octet).action == octet & 15)
            #expect(SCQ(rawValue: octet).error?.rawValue == error)
            #expect(AFQ(rawValue: octet).action == octet & 15)
            #expect(AFQ(rawValue: octet).error?.rawValue == error)
            let status = SOF(rawValue: octet)
            #expect(status.status == octet & 31)
            #expect(status.isLast == (octet & 32 != 0))
            #expect(status.isDirectory == (octet & 64 != 0))
            #expect(status.isActive == (octet & 128 != 0))
        }
        #expect(ReadyQualifier(isReady: false).rawValue == 0x80)
        #expect(FileError.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5])
        let calls: [SCQ] = [
            .directory, .selectFile, .requestFile, .deactivateFile, .deleteFile, .selectSection,
            .requestSection, .deactivateSection,
        ]
        #expect(calls.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7])
        let ends: [LSQ] = [.file, .fileDeactivated, .section, .sectionDeactivated]
        #expect(ends.map(\.rawValue) == [1, 2, 3, 4])
        let acknowledgements: [AFQ] = [
            .filePositive, .fileNegative, .sectionPositive, .sectionNegative,
        ]
        #expect(acknowledgements.map(\.rawValue) == [1, 2, 3, 4])
    }
}
