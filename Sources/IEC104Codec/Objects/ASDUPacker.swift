/// Packs objects of one type into as few ASDUs as possible, in their order.
public struct ASDUPacker: Sendable {
    /// When SQ = 1 is used.
    public enum Sequences: Hashable, Sendable {
        /// Never: each object has its address.
        case never
        /// For runs of consecutive addresses, where that takes in more objects.
        case runs
    }

    /// Type, cause and common address of the ASDUs; SQ and N are not used.
    public var header: ASDUHeader
    /// When SQ = 1 is used; never with a type that does not allow it.
    public var sequences: Sequences
    /// The most octets of an ASDU, at most 249.
    public var limit: Int
    /// Field sizes and private types.
    public var profile: Profile

    /// A packer.
    public init(
        _ header: ASDUHeader, sequences: Sequences = .never,
        limit: Int = APDU.maximumASDULength, profile: Profile = .standard
    ) {
        self.header = header
        self.sequences = sequences
        self.limit = limit
        self.profile = profile
    }

    /// The octets of each ASDU.
    ///
    /// - Parameter octets: what the objects' `OctetRange`s count in, where they have any.
    ///
    /// - Throws: an `EncodeError` with the index of the object that cannot be written.
    public func pack(
        _ objects: [InformationObject], octets: [UInt8] = []
    ) throws(EncodeError) -> [[UInt8]] {
        var packed: [[UInt8]] = []
        var first = 0
        while first < objects.count {
            // A part of what fits in an ASDU fits too, so the longest reach at every step gives
            // the fewest ASDUs.
            var best = try fill(objects, octets, from: first, isSequence: false)
            if sequences == .runs, profile.layout(of: header.type).allowsSequence {
                let run = try fill(objects, octets, from: first, isSequence: true)
                if run.count > best.count { best = run }
            }
            guard best.count > 0 else { throw EncodeError(.tooLong, object: first) }
            packed.append(best.octets)
            first += best.count
        }
        return packed
    }

    private func fill(
        _ objects: [InformationObject], _ octets: [UInt8], from first: Int, isSequence: Bool
    ) throws(EncodeError) -> (octets: [UInt8], count: Int) {
        var output = [UInt8](repeating: 0, count: APDU.maximumASDULength)
        var header = header
        header.isSequence = isSequence
        var writer = try ASDUWriter(
            into: output.mutableSpan, header: header, profile: profile, limit: limit)
        let written: Int
        do throws(EncodeError) {
            written = try writer.append(
                contentsOf: objects.span.extracting(first..<objects.count), octets: octets.span)
        } catch {
            throw EncodeError(error.code, object: error.object.map { first + $0 })
        }
        let length = writer.finish()
        output.removeLast(output.count - length)
        return (output, written)
    }
}
