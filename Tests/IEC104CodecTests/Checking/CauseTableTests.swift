import IEC104Codec
import Testing

@Suite("causes of transmission")
struct CauseTableTests {
    @Test("the type table allows exactly the causes of the standard, in both directions")
    func table() throws {
        var compared: Set<UInt8> = []
        for (types, control, monitor) in StandardTable.causes {
            for number in types {
                let row = try #require(Profile.standard.types[TypeID(number)])
                for cause in UInt8(0)...63 {
                    #expect(
                        row.controlCauses.contains(Cause(cause)) == control.contains(cause),
                        "\(row.mnemonic) \(cause) control")
                    #expect(
                        row.monitorCauses.contains(Cause(cause)) == monitor.contains(cause),
                        "\(row.mnemonic) \(cause) monitor")
                }
                compared.insert(number)
            }
        }
        let all = Set(Profile.standard.types.rows.map(\.id.rawValue))
        #expect(all.subtracting(compared) == StandardTable.causesNotNamed)
    }

    @Test("reading reports each cause that is not defined or not allowed, at its octet")
    func reading() throws {
        for (types, control, monitor) in StandardTable.causes {
            for number in types {
                for cause in UInt8(0)...63 {
                    let either = control + monitor
                    Self.check(number, cause, .control, isAllowed: control.contains(cause))
                    Self.check(number, cause, .monitor, isAllowed: monitor.contains(cause))
                    Self.check(number, cause, nil, isAllowed: either.contains(cause))
                }
            }
        }
    }

    private static func check(
        _ number: UInt8, _ cause: UInt8, _ direction: TransferDirection?, isAllowed: Bool
    ) {
        // P/N and T change nothing.
        for flags: UInt8 in [0x00, 0xC0] {
            let octets: [UInt8] = [number, 1, cause | flags, 0, 1, 0]
            let expected: [DecodeError.Code] =
                StandardTable.definedCauses.contains(cause)
                ? isAllowed ? [] : [.causeNotAllowed] : [.causeUnknown]
            var problems = Problems()
            do throws(DecodeError) {
                let reader = try ASDUReader(inspecting: octets.span)
                reader.appendHeaderProblems(direction: direction, to: &problems)
            } catch {
                problems.append(error)
            }
            #expect(problems.list.map(\.code) == expected, "type \(number) cause \(cause)")
            #expect(problems.list.allSatisfy { $0.offset == 2 && $0.found == Int(cause) })
        }
    }

    @Test("a cause is defined when the standard or its private range has it")
    func defined() {
        for cause in UInt8.min...UInt8.max {
            #expect(Cause(cause).rawValue == cause & 0x3F)
            #expect(
                Cause(cause).isDefined == StandardTable.definedCauses.contains(cause & 0x3F))
        }
    }

    @Test("groups have the causes of the standard")
    func groups() {
        for group in UInt8(1)...16 {
            #expect(Cause.interrogatedByGroup(group).rawValue == 20 + group)
        }
        for group in UInt8(1)...4 {
            #expect(Cause.counterRequest(group: group).rawValue == 37 + group)
        }
        for group: UInt8 in [0, 17, 255] {
            #expect(Cause.interrogatedByGroup(group) == .interrogatedByStation)
            #expect(Cause.counterRequest(group: group) == .counterRequest)
        }
    }

    @Test("every 16 bits of the field are read and written again")
    func field() {
        for raw in UInt16.min...UInt16.max {
            let field = CauseOfTransmission(rawValue: raw)
            if field.rawValue != raw { Issue.record("\(raw)") }
        }
        let field = CauseOfTransmission(rawValue: 0x7BC6)
        #expect(field.cause == .activation)
        #expect(field.isTest)
        #expect(field.isNegative)
        #expect(field.originator == 0x7B)
    }

    @Test("every defined cause has an English and a Chinese name of its own")
    func names() {
        let causes = (UInt8(0)...63).map { Cause($0) }
        #expect(Set(causes.map(\.description)).count == 64)
        #expect(Set(causes.map(\.chineseName)).count == 64)
        #expect(Cause.activation.description == "activation")
        #expect(Cause.activation.chineseName == "激活")
        #expect(Cause(36).chineseName == "响应第16组召唤")
    }

    @Test("a set of causes leaves out numbers above 63")
    func sets() {
        let set = CauseSet(3...5, 62...70)
        #expect((UInt8(0)...63).filter { set.contains(Cause($0)) } == [3, 4, 5, 62, 63])
    }
}
