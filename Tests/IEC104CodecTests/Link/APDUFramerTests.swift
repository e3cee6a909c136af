import IEC104Codec
import IEC104TestKit
import Testing

@Suite("cutting a stream into APDUs")
struct APDUFramerTests {
    /// What a framer took, and where it ended.
    private struct Taken: Equatable {
        var apdus: [[UInt8]] = []
        var asdus: [[UInt8]] = []
        var controls: [ControlField] = []
        var error: DecodeError?
        var streamOffset = 0
        var pending = 0
    }

    private static func take(_ portions: [[UInt8]]) -> Taken {
        var framer = APDUFramer()
        var taken = Taken()
        for portion in portions {
            framer.append(portion)
            do throws(DecodeError) {
                while let control = try framer.next() {
                    taken.controls.append(control)
                    taken.apdus.append(framer.octets.array)
                    taken.asdus.append(framer.asdu.array)
                }
            } catch {
                taken.error = error
            }
        }
        taken.streamOffset = framer.streamOffset
        taken.pending = framer.pending
        return taken
    }

    private static let apdus: [[UInt8]] = [
        [0x68, 4, 0x07, 0, 0, 0], [0x68, 4, 0x01, 0, 0x02, 0],
        [0x68, 0x0E, 0, 0, 0, 0, 1, 1, 3, 0, 1, 0, 1, 0, 0, 1], [0x68, 5, 2, 0, 0, 0, 0x68],
        [0x68, 253, 4, 0, 0, 0] + [UInt8](repeating: 0x68, count: 249), [0x68, 4, 0x83, 0, 0, 0],
    ]

    @Test("all at once, octet by octet and every portion size give the same APDUs")
    func portions() {
        let stream = Self.apdus.flatMap { $0 }
        let whole = Self.take([stream])
        #expect(whole.apdus == Self.apdus)
        #expect(whole.asdus == Self.apdus.map { Array($0.dropFirst(6)) })
        #expect(whole.error == nil)
        #expect(whole.streamOffset == stream.count)
        #expect(whole.pending == 0)
        for size in 1...stream.count {
            let portions = stride(from: 0, to: stream.count, by: size).map {
                Array(stream[$0..<min($0 + size, stream.count)])
            }
            #expect(Self.take(portions) == whole, "portions of \(size)")
        }
    }

    @Test("every position where the stream is cut in two gives the same APDUs")
    func splits() {
        let stream = Self.apdus.flatMap { $0 }
        let whole = Self.take([stream])
        for position in 0...stream.count {
            let parts = [Array(stream[..<position]), [], Array(stream[position...])]
            #expect(Self.take(parts) == whole, "cut at \(position)")
        }
    }

    @Test("a thousand APDUs in one portion come out in their order")
    func many() {
        let apdus = (0..<1000).map { APDU.header(.supervisory(receive: SequenceNumber($0))) }
        let taken = Self.take([apdus.flatMap { $0 }])
        #expect(taken.apdus == apdus)
    }

    @Test("half an APDU waits, and says how many octets it has")
    func half() throws {
        var framer = APDUFramer()
        framer.append([0x68, 0x0E, 0, 0, 0])
        #expect(try framer.next() == nil)
        #expect(framer.pending == 5)
        #expect(framer.streamOffset == 0)
        #expect(framer.octets.array == [])
        #expect(framer.asdu.array == [])
    }

    @Test("octets and asdu are empty after append, and asdu is empty in S and U")
    func spans() throws {
        var framer = APDUFramer()
        framer.append([0x68, 4, 0x43, 0, 0, 0, 0x68])
        #expect(try framer.next() == .unnumbered(.testFRAct))
        #expect(framer.octets.array == [0x68, 4, 0x43, 0, 0, 0])
        #expect(framer.asdu.array == [])
        #expect(try framer.next() == nil)
        framer.append([4])
        #expect(framer.octets.array == [])
        #expect(framer.asdu.array == [])
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var octets: [UInt8]
        var code: DecodeError.Code
        var offset: Int
        var testDescription: String { "\(octets.hex): \(code.name)" }
    }

    static let broken = [
        Broken(octets: [0x69], code: .badStart, offset: 0),
        Broken(octets: [0x00, 0x68], code: .badStart, offset: 0),
        Broken(octets: [0x68, 3], code: .lengthOutOfRange, offset: 1),
        Broken(octets: [0x68, 254], code: .lengthOutOfRange, offset: 1),
        Broken(octets: [0x68, 4, 0x03, 0, 0, 0], code: .unknownFunction, offset: 2),
        Broken(octets: [0x68, 4, 0x07, 0, 0, 1], code: .controlReservedBits, offset: 5),
        Broken(octets: [0x68, 5, 0x07, 0, 0, 0, 0], code: .lengthMismatch, offset: 1),
        Broken(octets: [0x68, 4, 0, 0, 0, 0], code: .asduMissing, offset: 6),
    ]

    @Test(
        "what breaks the stream is an error with its offset in the stream, said again each time",
        arguments: broken)
    func errors(broken: Broken) {
        let before = Self.apdus.flatMap { $0 }
        let stream = before + broken.octets
        for portions in [[stream], stream.map { [$0] }] {
            let taken = Self.take(portions)
            #expect(taken.apdus == Self.apdus)
            #expect(taken.error?.code == broken.code)
            #expect(taken.error?.offset == before.count + broken.offset)
            #expect(taken.streamOffset == before.count)
        }
        var framer = APDUFramer()
        framer.append(stream)
        var errors: [DecodeError] = []
        for _ in 0..<20 {
            do throws(DecodeError) {
                _ = try framer.next()
            } catch {
                errors.append(error)
                framer.append([0x68, 4, 0x07, 0, 0, 0])
            }
        }
        #expect(errors.count > 2)
        #expect(Set(errors).count == 1)
    }
}

extension Span<UInt8> {
    /// The octets as an array.
    fileprivate var array: [UInt8] { indices.map { self[$0] } }
}
