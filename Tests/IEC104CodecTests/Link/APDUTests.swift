import IEC104Codec
import IEC104TestKit
import Testing

@Suite("the frame and its control field")
struct APDUTests {
    @Test("every length octet: 4...253 is a length, the others are errors")
    func lengths() throws {
        for length in UInt8.min...UInt8.max {
            let octets: [UInt8] = [0x68, length]
            if (4...253).contains(length) {
                #expect(try APDU.length(octets.span) == Int(length) + 2)
            } else {
                let error = DecodeError(.lengthOutOfRange, at: 1, found: Int(length))
                #expect(throws: error) { try APDU.length(octets.span) }
            }
        }
    }

    @Test("every first octet but 68 is no start")
    func starts() throws {
        for start in UInt8.min...UInt8.max {
            let octets = [start]
            if start == 0x68 {
                #expect(try APDU.length(octets.span) == nil)
            } else {
                #expect(throws: (any Error).self) { try APDU.length(octets.span) }
            }
        }
        #expect(try APDU.length([UInt8]().span) == nil)
    }

    @Test("a whole APDU of every length is I, and S and U have length 4 only")
    func wholeLengths() throws {
        for length in 4...253 {
            let rest = [UInt8](repeating: 0, count: length - 4)
            let information = [0x68, UInt8(length), 0, 0, 0, 0] + rest
            if length > 4 {
                #expect(throws: Never.self) { try APDU.control(information.span) }
            } else {
                #expect(throws: DecodeError(.asduMissing, at: 6)) {
                    try APDU.control(information.span)
                }
            }
            for first: UInt8 in [0x01, 0x07, 0x0B, 0x13, 0x23, 0x43, 0x83] {
                let other = [0x68, UInt8(length), first, 0, 0, 0] + rest
                if length == 4 {
                    #expect(throws: Never.self) { try APDU.control(other.span) }
                } else {
                    let error = DecodeError(.lengthMismatch, at: 1, expected: 4, found: length)
                    #expect(throws: error) { try APDU.control(other.span) }
                }
            }
        }
    }

    @Test("every first control octet with every single reserved bit: format, function or error")
    func controlOctets() {
        let functions: [UInt8: UFunction] = [
            0x07: .startDTAct, 0x0B: .startDTCon, 0x13: .stopDTAct, 0x23: .stopDTCon,
            0x43: .testFRAct, 0x83: .testFRCon,
        ]
        for first in UInt8.min...UInt8.max {
            for bit in 0...24 {
                let rest: UInt32 = bit == 24 ? 0 : 1 << UInt32(bit)
                let octets: [UInt8] = [
                    first, UInt8(rest & 0xFF), UInt8(rest >> 8 & 0xFF), UInt8(rest >> 16),
                ]
                let body: [UInt8] = first & 1 == 0 ? [1] : []
                let apdu = [0x68, UInt8(4 + body.count)] + octets + body
                let expected: Result<ControlField, Wrong> =
                    if first & 1 == 0 {
                        octets[2] & 1 == 0
                            ? .success(
                                .information(
                                    send: number(first, octets[1]),
                                    receive: number(octets[2], octets[3])))
                            : .failure(.init(code: .controlReservedBits, offset: 4))
                    } else if first & 2 == 0 {
                        first != 1
                            ? .failure(.init(code: .controlReservedBits, offset: 2))
                            : octets[1] != 0
                                ? .failure(.init(code: .controlReservedBits, offset: 3))
                                : octets[2] & 1 != 0
                                    ? .failure(.init(code: .controlReservedBits, offset: 4))
                                    : .success(
                                        .supervisory(receive: number(octets[2], octets[3])))
                    } else if let function = functions[first] {
                        bit == 24
                            ? .success(.unnumbered(function))
                            : .failure(.init(code: .controlReservedBits, offset: 3 + bit / 8))
                    } else {
                        .failure(.init(code: .unknownFunction, offset: 2))
                    }
                let found: Result<ControlField, Wrong> = Self.control(apdu)
                #expect(found == expected, "\(apdu.hex)")
            }
        }
    }

    private struct Wrong: Error, Equatable {
        var code: DecodeError.Code
        var offset: Int
    }

    private static func control(_ apdu: [UInt8]) -> Result<ControlField, Wrong> {
        do throws(DecodeError) {
            return .success(try APDU.control(apdu.span))
        } catch {
            return .failure(Wrong(code: error.code, offset: error.offset))
        }
    }

    private func number(_ low: UInt8, _ high: UInt8) -> SequenceNumber {
        SequenceNumber(UInt16(low >> 1) | UInt16(high) << 7)
    }

    @Test("all sequence numbers survive in I and S")
    func numbers() throws {
        for value in UInt16(0)...32767 {
            let send = SequenceNumber(value)
            let receive = SequenceNumber(32767 - value)
            let supervisory = APDU.header(.supervisory(receive: receive))
            #expect(try APDU.control(supervisory.span) == .supervisory(receive: receive))
            let information = APDU.header(.information(send: send, receive: receive), asduLength: 1)
            #expect(
                try APDU.control((information + [0]).span)
                    == .information(send: send, receive: receive))
        }
    }

    @Test("the six U functions are written as the standard says")
    func functions() {
        let octets: [(UFunction, UInt8, String)] = [
            (.startDTAct, 0x07, "STARTDT act"), (.startDTCon, 0x0B, "STARTDT con"),
            (.stopDTAct, 0x13, "STOPDT act"), (.stopDTCon, 0x23, "STOPDT con"),
            (.testFRAct, 0x43, "TESTFR act"), (.testFRCon, 0x83, "TESTFR con"),
        ]
        #expect(octets.map(\.0) == UFunction.allCases)
        for (function, octet, name) in octets {
            #expect(APDU.header(.unnumbered(function)) == [0x68, 4, octet, 0, 0, 0])
            #expect(function.description == name)
        }
    }

    @Test("a header never says more than 249 octets of ASDU")
    func headerLength() {
        for (length, octet) in [(-1, 4), (0, 4), (1, 5), (249, 253), (250, 253), (Int.max, 253)] {
            let header = APDU.header(.information(send: 0, receive: 0), asduLength: length)
            #expect(header == [0x68, UInt8(octet), 0, 0, 0, 0])
        }
    }

    @Test("every truncation of an APDU is an error where it ends")
    func truncations() {
        let apdu: [UInt8] = [0x68, 0x0E, 0, 0, 0, 0, 1, 1, 3, 0, 1, 0, 1, 0, 0, 1]
        for length in 0..<apdu.count {
            let part = Array(apdu.prefix(length))
            #expect(Self.control(part) == .failure(.init(code: .apduTruncated, offset: length)))
        }
    }

    @Test("every single-bit corruption of an APDU is read or refused")
    func corruptions() {
        let apdus: [[UInt8]] = [
            [0x68, 0x0E, 2, 0, 4, 0, 1, 1, 3, 0, 1, 0, 1, 0, 0, 1], [0x68, 4, 1, 0, 4, 0],
            [0x68, 4, 0x43, 0, 0, 0],
        ]
        for apdu in apdus {
            for bit in 0..<(apdu.count * 8) {
                var octets = apdu
                octets[bit / 8] ^= 1 << UInt8(bit % 8)
                var problems = Problems()
                let control = APDU.control(octets.span, problems: &problems)
                #expect(control != nil || problems.isStructural)
                if case .success(let read) = Self.control(octets) {
                    #expect(problems.isEmpty)
                    #expect(control == read)
                } else {
                    #expect(!problems.isEmpty)
                }
            }
        }
    }
}
