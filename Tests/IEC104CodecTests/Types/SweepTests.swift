import IEC104Codec
import IEC104TestKit
import Testing

@Suite("every header that there can be")
struct SweepTests {
    /// An ASDU with one object of any type ends within these octets, so that each reader ends at
    /// each octet of each type.
    @Test("no type, SQ, N and truncation traps or reads outside; strict and lenient agree")
    func sweep() throws {
        var octets = (0..<26).map { UInt8(truncatingIfNeeded: $0 &* 37) }
        for number in UInt8.min...UInt8.max {
            octets[0] = number
            for qualifier in UInt8.min...UInt8.max {
                octets[1] = qualifier
                for length in 0...octets.count {
                    try Self.read(octets.span.extracting(0..<length))
                }
            }
        }
    }

    @Test("every N with and without SQ over a whole ASDU, cut and not cut")
    func counts() throws {
        let octets = (0..<249).map { UInt8(truncatingIfNeeded: $0 &* 73) }
        var asdu = octets
        for number in UInt8.min...UInt8.max {
            asdu[0] = number
            for qualifier in UInt8.min...UInt8.max {
                asdu[1] = qualifier
                for length in [6, 9, 10, 40, 249] {
                    try Self.read(asdu.span.extracting(0..<length), checking: length <= 40)
                }
            }
        }
    }

    /// Reads strictly and leniently; whatever strict reading takes, lenient reading has no
    /// violation for.
    private static func read(_ octets: Span<UInt8>, checking: Bool = true) throws {
        var isSound = false
        do throws(DecodeError) {
            var strict = try ASDUReader(octets)
            while strict.next() != nil {}
            isSound = true
        } catch {
            guard (0...octets.count).contains(error.offset), error.code.isAboutStructure else {
                Issue.record("\(error)")
                return
            }
        }
        guard octets.count >= 6 else {
            if isSound { Issue.record("read \(octets.count) octets") }
            return
        }
        var problems = Problems(keeping: 4)
        var lenient = try ASDUReader(inspecting: octets)
        lenient.appendViolations(to: &problems)
        if problems.isEmpty != isSound { Issue.record("type \(octets[0]) N \(octets[1])") }
        if lenient.objectsEnd > octets.count { Issue.record("type \(octets[0]) N \(octets[1])") }
        guard checking else { return }
        var count = 0
        while let object = lenient.next(checking: &problems) {
            count += 1
            if object.address.value > 0xFF_FFFF { Issue.record("address") }
        }
        if count > 127 { Issue.record("\(count) objects") }
    }
}

extension DecodeError.Code {
    /// Whether reading an ASDU may stop for it.
    fileprivate var isAboutStructure: Bool {
        let codes: [DecodeError.Code] = [
            .asduHeaderTruncated, .countZero, .sequenceNotAllowed, .objectCount,
            .objectsTruncated, .trailingOctets, .addressOverflow,
        ]
        return codes.contains(self)
    }
}
