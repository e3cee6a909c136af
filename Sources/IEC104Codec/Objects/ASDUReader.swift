/// Reads the objects of an ASDU one after the other, without copying its octets.
///
///     var reader = try ASDUReader(octets, profile: profile)
///     while let object = reader.next() { use(object) }
///
/// `init(_:profile:)` is strict: it throws on anything that breaks the structure of the ASDU.
/// `init(inspecting:profile:)` is lenient: it gives the objects that are wholly there, and
/// `appendViolations` tells what is wrong.
public struct ASDUReader: ~Escapable {
    /// The header as it stands on the wire.
    public let header: ASDUHeader
    /// The offset behind the objects that can be read; octets from here on belong to none.
    public private(set) var objectsEnd: Int

    let octets: Span<UInt8>
    private(set) var offset: Int
    let layout: TypeLayout
    let addressSize: Int
    private let largestAddress: UInt32
    private let violation: DecodeError?
    private let objectsStart: Int
    private let readable: Int
    private(set) var remaining: Int
    private var address: UInt32 = 0
    private(set) var readsAddress = true

    /// A reader of the ASDU `octets`.
    ///
    /// - Throws: the first of `asduHeaderTruncated`, `countZero`, `sequenceNotAllowed`,
    ///   `objectCount`, `objectsTruncated`, `trailingOctets`, `addressOverflow`.
    @_lifetime(copy octets)
    public init(_ octets: Span<UInt8>, profile: Profile = .standard) throws(DecodeError) {
        try self.init(inspecting: octets, profile: profile)
        if let first = firstViolation { throw first }
    }

    /// A reader of what can be read of the ASDU `octets`.
    ///
    /// - Throws: `asduHeaderTruncated`.
    @_lifetime(copy octets)
    public init(inspecting octets: Span<UInt8>, profile: Profile = .standard) throws(DecodeError) {
        var offset = 0
        guard let header = ASDUHeader(octets, &offset, profile) else {
            throw DecodeError(
                .asduHeaderTruncated, at: octets.count, expected: profile.asduHeaderSize,
                found: octets.count)
        }
        let layout = profile.layout(of: header.type)
        self.header = header
        self.layout = layout
        self.octets = octets
        self.offset = offset
        addressSize = layout.hasAddress ? profile.objectAddressSize : 0
        largestAddress = profile.largestObjectAddress
        let extent = ObjectsExtent(
            header, layout, addressSize: addressSize, octets, from: offset)
        objectsStart = offset
        readable = extent.readable
        remaining = extent.readable
        objectsEnd = extent.end
        violation = extent.violation
    }

    /// The next object; `nil` behind the last one that is wholly there.
    public mutating func next() -> InformationObject? { read() }

    /// Reads all objects that are left behind those in `objects`: faster than one by one.
    public mutating func read(into objects: inout [InformationObject]) {
        // A local copy, whose offset stays in a register.
        var reader = self
        objects.append(addingCapacity: remaining) { output in
            while let object = reader.read() { output.append(object) }
        }
        self = reader
    }

    @inline(__always)
    private mutating func read() -> InformationObject? {
        guard remaining > 0 else { return nil }
        remaining &-= 1
        var offset = self.offset
        if readsAddress {
            guard let read = octets.readAddress(octets: addressSize, at: &offset) else {
                return nil
            }
            address = read
            readsAddress = !header.isSequence
        } else {
            // Wraps within the field, as a counter of its width would; `addressOverflow` tells.
            address = (address &+ 1) & largestAddress
        }
        guard
            let information = Information(
                layout.kind, octets, &offset, size: layout.informationSize,
                rawCount: header.count),
            let timeTag = TimeTag(layout.timeTag, octets, &offset)
        else { return nil }
        self.offset = offset
        return InformationObject(ObjectAddress(address), information, timeTag: timeTag)
    }

    /// The octets of an object that vary in number: a segment, private fields, raw objects.
    @_lifetime(copy self)
    public func octets(_ range: OctetRange) -> Span<UInt8> {
        octets.extracting(range.indices(within: octets.count))
    }

    /// Copies a part of the octets to the end of `kept`; where it is there.
    func keep(_ range: OctetRange, in kept: inout [UInt8]) -> OctetRange {
        let part = octets(range)
        let first = kept.count
        for index in part.indices { kept.append(part[index]) }
        return OctetRange(first..<kept.count)
    }

    /// The first thing that breaks the structure; `nil` when the ASDU is sound.
    public var firstViolation: DecodeError? {
        if header.count > 1, !layout.allowsSeveralObjects {
            return DecodeError(.objectCount, at: 1, expected: 1, found: Int(header.count))
        }
        if header.isSequence, !layout.allowsSequence {
            return DecodeError(.sequenceNotAllowed, at: 1, expected: 0, found: 1)
        }
        return violation ?? addressOverflow
    }

    /// Appends all that breaks the structure. Offsets count from the start of the ASDU.
    public func appendViolations(to problems: inout Problems) {
        if header.count > 1, !layout.allowsSeveralObjects {
            problems.append(
                DecodeError(.objectCount, at: 1, expected: 1, found: Int(header.count)))
        }
        if header.isSequence, !layout.allowsSequence {
            problems.append(DecodeError(.sequenceNotAllowed, at: 1, expected: 0, found: 1))
        }
        if let violation { problems.append(violation) }
        if let addressOverflow { problems.append(addressOverflow) }
    }

    private var addressOverflow: DecodeError? {
        guard header.isSequence, readable > 1, layout.isKnown else { return nil }
        var ahead = objectsStart
        guard let first = octets.read(octets: addressSize, at: &ahead) else { return nil }
        let last = first &+ UInt64(readable) &- 1
        guard last > UInt64(largestAddress) else { return nil }
        return DecodeError(
            .addressOverflow, at: objectsStart, expected: Int(largestAddress), found: Int(last))
    }
}

/// Where the objects of an ASDU end, and how many of them are wholly there.
private struct ObjectsExtent {
    var readable = 0
    var end: Int
    var violation: DecodeError?

    init(
        _ header: ASDUHeader, _ layout: TypeLayout, addressSize: Int, _ octets: Span<UInt8>,
        from start: Int
    ) {
        end = start
        let count = Int(header.count)
        let size = Int(layout.size)
        if count == 0 { violation = DecodeError(.countZero, at: 1, found: 0) }
        if layout.kind == .raw {
            raw(octets, start, addressSize)
        } else if layout.hasFixedSize {
            guard count > 0 else { return }
            let once = header.isSequence ? addressSize : 0
            fixed(octets, start, count, once: once, each: addressSize - once + size)
        } else {
            guard count > 0 else { return }
            segments(octets, start, count, header.isSequence, addressSize)
        }
    }

    private mutating func raw(_ octets: Span<UInt8>, _ start: Int, _ addressSize: Int) {
        guard octets.count - start >= addressSize else {
            truncated(octets, expected: start + addressSize)
            return
        }
        readable = 1
        end = octets.count
    }

    private mutating func fixed(
        _ octets: Span<UInt8>, _ start: Int, _ count: Int, once: Int, each: Int
    ) {
        let there = octets.count - start
        let needed = once + count * each
        if there >= needed {
            readable = count
            end = start + needed
            if there > needed { trailing(octets) }
        } else {
            readable = there < once || each == 0 ? 0 : (there - once) / each
            if readable > 0 { end = start + once + readable * each }
            truncated(octets, expected: start + needed)
        }
    }

    /// Segments of files tell their own length.
    private mutating func segments(
        _ octets: Span<UInt8>, _ start: Int, _ count: Int, _ isSequence: Bool, _ addressSize: Int
    ) {
        for index in 0..<count {
            let header = end + (isSequence && index > 0 ? 0 : addressSize) + 4
            guard header <= octets.count else {
                truncated(octets, expected: header)
                return
            }
            let next = header + Int(octets[header - 1])
            guard next <= octets.count else {
                truncated(octets, expected: next)
                return
            }
            end = next
            readable += 1
        }
        if end < octets.count { trailing(octets) }
    }

    private mutating func truncated(_ octets: Span<UInt8>, expected: Int) {
        violation =
            violation
            ?? DecodeError(
                .objectsTruncated, at: octets.count, expected: expected, found: octets.count)
    }

    private mutating func trailing(_ octets: Span<UInt8>) {
        violation =
            violation
            ?? DecodeError(.trailingOctets, at: end, expected: end, found: octets.count)
    }
}
