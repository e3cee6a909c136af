import IEC104Codec
import IEC104TestKit
import Testing

/// Octets that are missing, left over or wrong, for every row of the type table.
@Suite("damaged ASDUs")
struct TruncationTests {
    static let rows = Profile.standard.types.rows

    @Test("every truncation is an error, and lenient reading gives the objects that are whole")
    func truncations() throws {
        var generator = ObjectGenerator(seed: 3)
        for profile in [Profile.allSizes[0], Profile.allSizes[11]] {
            for row in Self.rows where row.information != .raw {
                for isSequence in row.allowsSequence ? [false, true] : [false] {
                    let count = min(3, row.mostObjects(isSequence: isSequence, profile: profile))
                    let asdu = generator.asdu(
                        of: row, count: count, isSequence: isSequence, profile: profile)
                    let octets = try asdu.encoded(profile: profile)
                    for length in 0..<octets.count {
                        Self.truncation(asdu, octets, length, profile)
                    }
                }
            }
        }
    }

    private static func truncation(
        _ asdu: ASDU, _ octets: [UInt8], _ length: Int, _ profile: Profile
    ) {
        let part = Array(octets.prefix(length))
        let comment: Comment = "type \(asdu.type.rawValue) cut to \(part.hex)"
        let expected: DecodeError.Code =
            length < profile.asduHeaderSize ? .asduHeaderTruncated : .objectsTruncated
        do throws(DecodeError) {
            _ = try ASDU(part, profile: profile)
            Issue.record(comment)
        } catch {
            #expect(error.code == expected, comment)
            #expect(error.offset == length, comment)
            #expect(error.found == length, comment)
        }
        guard expected == .objectsTruncated else { return }
        // The objects that are whole, by the sizes of the standard.
        guard let row = profile.types[asdu.type], let size = row.size else { return }
        let address = profile.objectAddressSize
        let there = length - profile.asduHeaderSize
        let whole =
            asdu.isSequence
            ? (there < address ? 0 : (there - address) / size) : there / (address + size)
        do throws(DecodeError) {
            var reader = try ASDUReader(inspecting: part.span, profile: profile)
            var found: [InformationObject] = []
            while let object = reader.next() { found.append(object) }
            #expect(found == Array(asdu.objects.prefix(whole)), comment)
            #expect(reader.objectsEnd <= length, comment)
            #expect(reader.next() == nil, comment)
        } catch {
            Issue.record(error, comment)
        }
    }

    @Test("octets behind the last object are an error, and lenient reading gives all objects")
    func trailing() throws {
        var generator = ObjectGenerator(seed: 4)
        for row in Self.rows where row.information != .raw {
            for isSequence in row.allowsSequence ? [false, true] : [false] {
                let asdu = generator.asdu(
                    of: row, count: 1, isSequence: isSequence, profile: .standard)
                let octets = try asdu.encoded()
                for extra in 1...20 {
                    let longer = octets + [UInt8](repeating: 0xA5, count: extra)
                    let error = DecodeError(
                        .trailingOctets, at: octets.count, expected: octets.count,
                        found: longer.count)
                    #expect(throws: error) { try ASDU(longer) }
                    var reader = try ASDUReader(inspecting: longer.span)
                    #expect(reader.objectsEnd == octets.count)
                    #expect(reader.next() == asdu.objects[0] || asdu.octets.count > 0)
                    #expect(reader.next() == nil)
                }
            }
        }
    }

    @Test("N = 0 is an error for every type")
    func countZero() throws {
        for number in UInt8.min...UInt8.max {
            for qualifier: UInt8 in [0x00, 0x80] {
                for extra in [0, 3, 20] {
                    let octets =
                        [number, qualifier, 3, 0, 1, 0] + [UInt8](repeating: 1, count: extra)
                    let codes: [DecodeError.Code] = [.countZero, .sequenceNotAllowed]
                    do throws(DecodeError) {
                        _ = try ASDU(octets)
                        Issue.record("type \(number) was read without objects")
                    } catch {
                        #expect(codes.contains(error.code), "\(octets.hex)")
                        #expect(error.offset == 1)
                    }
                    var reader = try ASDUReader(inspecting: octets.span)
                    while let object = reader.next() {
                        #expect(object.information.kind == .raw)
                    }
                }
            }
        }
    }

    @Test("every single-bit corruption gives an error, a problem or a value, and reads as written")
    func corruptions() throws {
        var generator = ObjectGenerator(seed: 5)
        for row in Self.rows {
            for isSequence in row.allowsSequence ? [false, true] : [false] {
                let asdu = generator.asdu(
                    of: row,
                    count: min(2, row.mostObjects(isSequence: isSequence, profile: .standard)),
                    isSequence: isSequence, profile: .standard)
                var octets = try asdu.encoded()
                for bit in 0..<(octets.count * 8) {
                    octets[bit / 8] ^= 1 << UInt8(bit % 8)
                    if let read = try? ASDU(octets) {
                        #expect(try read.encoded() == octets, "\(octets.hex)")
                        #expect(read != asdu, "\(octets.hex)")
                    }
                    var problems = Problems()
                    var reader = try ASDUReader(inspecting: octets.span)
                    reader.appendViolations(to: &problems)
                    reader.appendHeaderProblems(direction: .monitor, to: &problems)
                    while reader.next(checking: &problems) != nil {}
                    #expect(problems.list.allSatisfy { (0...octets.count).contains($0.offset) })
                    octets[bit / 8] ^= 1 << UInt8(bit % 8)
                }
            }
        }
    }
}
