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
    let layout: TypeLayout
    let addressSize: Int
    private(set) var offset: Int
    private(set) var readsAddress = true
    private(set) var remaining: Int
    private var address: UInt32 = 0
    private let largestAddress: UInt32
    let globalAddress: CommonAddress
    /// Where the objects begin, how many are wholly there, and where they should end.
    let start: Int
    private let readable: Int
    private let expectedEnd: Int

    /// A reader of the ASDU `octets`.
    ///
    /// - Throws: the first of `asduHeaderTruncated`, `countZero`, `objectCount`,
    ///   `sequenceNotAllowed`, `objectsTruncated`, `trailingOctets`, `addressOverflow`.
    @_lifetime(copy octets)
    public init(_ octets: Span<UInt8>, profile: Profile = .standard) throws(DecodeError) {
        try self.init(octets, profile)
        if !isSound, let first = firstViolation { throw first }
    }

    /// A reader of what an outstation reports: strict, but for SQ = 1 with types that do not allow
    /// it. Stations of the field answer interrogations so, and what the octets say is clear.
    ///
    /// - Throws: what `init(_:profile:)` throws, `sequenceNotAllowed` excepted.
    @_lifetime(copy octets)
    package init(reported octets: Span<UInt8>, profile: Profile) throws(DecodeError) {
        try self.init(octets, profile)
        guard !isSound else { return }
        var violations = Problems()
        appendViolations(to: &violations)
        if let first = violations.list.first(where: { $0.code != .sequenceNotAllowed }) {
            throw first
        }
    }

    /// A reader of what can be read of the ASDU `octets`.
    ///
    /// - Throws: `asduHeaderTruncated`.
    @_lifetime(copy octets)
    public init(inspecting octets: Span<UInt8>, profile: Profile = .standard) throws(DecodeError) {
        try self.init(octets, profile)
    }

    @inline(__always)
    @_lifetime(copy octets)
    private init(_ octets: Span<UInt8>, _ profile: Profile) throws(DecodeError) {
        var offset = 0
        guard let header = ASDUHeader(octets, &offset, profile) else {
            throw DecodeError(
                .asduHeaderTruncated, at: octets.count, expected: profile.asduHeaderSize,
                found: octets.count)
        }
        let layout = profile.layout(of: header.type)
        let addressSize = layout.hasAddress ? profile.objectAddressSize : 0
        let extent = ObjectsExtent(header, layout, addressSize, octets, from: offset)
        self.header = header
        self.layout = layout
        self.octets = octets
        self.offset = offset
        self.addressSize = addressSize
        largestAddress = profile.largestObjectAddress
        globalAddress = profile.globalCommonAddress
        start = offset
        readable = extent.readable
        remaining = extent.readable
        objectsEnd = extent.end
        expectedEnd = extent.expectedEnd
    }

    /// The next object; `nil` behind the last one that is wholly there.
    public mutating func next() -> InformationObject? {
        guard remaining > 0, let object = read(&offset, &address, &readsAddress) else { return nil }
        remaining &-= 1
        return object
    }

    /// Reads all objects that are left behind those in `objects`: faster than one by one.
    public mutating func read(into objects: inout [InformationObject]) {
        let needed = objects.count &+ remaining
        // Doubled, so that gathering many ASDUs in one array takes linear time.
        if objects.capacity < needed { objects.reserveCapacity(max(needed, 2 &* objects.capacity)) }
        // The kinds that come by the thousand have a loop of their own.
        let octets = octets
        switch addressSize == 3 ? layout.kind : .raw {
        case .singlePoint:
            readAll(&objects) { .singlePoint(SIQ(rawValue: octets.load(UInt8.self, at: $0))) }
        case .doublePoint:
            readAll(&objects) { .doublePoint(DIQ(rawValue: octets.load(UInt8.self, at: $0))) }
        case .normalized:
            readAll(&objects) { place in
                .normalized(
                    NVA(rawValue: octets.load(Int16.self, at: place)),
                    Quality(rawValue: octets.load(UInt8.self, at: place &+ 2)))
            }
        case .scaled:
            readAll(&objects) { place in
                .scaled(
                    octets.load(Int16.self, at: place),
                    Quality(rawValue: octets.load(UInt8.self, at: place &+ 2)))
            }
        case .shortFloat:
            readAll(&objects) { place in
                .shortFloat(
                    R32(rawValue: octets.load(UInt32.self, at: place)),
                    Quality(rawValue: octets.load(UInt8.self, at: place &+ 4)))
            }
        default:
            while let object = next() { objects.append(object) }
        }
    }

    /// Reads all objects, whose addresses have three octets and whose information has one at least,
    /// without looking at the bounds again: `init` has made sure that `remaining` objects are inside.
    @inline(__always)
    private mutating func readAll(
        _ objects: inout [InformationObject], _ information: (Int) -> Information
    ) {
        let (octets, size, timeTag) = (octets, layout.informationSize, layout.timeTag)
        var (offset, address, readsAddress) = (offset, address, readsAddress)
        for _ in 0..<remaining {
            if readsAddress {
                address = octets.load(UInt32.self, at: offset) & 0xFF_FFFF
                offset &+= 3
                readsAddress = !header.isSequence
            } else {
                address = (address &+ 1) & 0xFF_FFFF
            }
            let value = information(offset)
            offset &+= size
            var time = TimeTag.none
            if timeTag != .none {
                guard let read = TimeTag(timeTag, octets, &offset) else { break }
                time = read
            }
            objects.append(InformationObject(ObjectAddress(address), value, timeTag: time))
        }
        (self.offset, self.address, self.readsAddress) = (offset, address, readsAddress)
        remaining = 0
    }

    @inline(__always)
    private func read(
        _ offset: inout Int, _ address: inout UInt32, _ readsAddress: inout Bool
    ) -> InformationObject? {
        var place = offset
        if readsAddress {
            guard let read = octets.readAddress(octets: addressSize, at: &place) else {
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
                layout.kind, octets, &place, size: layout.informationSize,
                rawCount: header.count),
            let timeTag = TimeTag(layout.timeTag, octets, &place)
        else { return nil }
        offset = place
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

    /// Whether nothing breaks the structure, told by a few comparisons.
    private var isSound: Bool {
        guard expectedEnd == octets.count, header.count > 0 else { return false }
        if header.count > 1, !layout.allowsSeveralObjects { return false }
        return !header.isSequence || layout.allowsSequence && addressOverflow == nil
    }

    /// The first thing that breaks the structure; `nil` when the ASDU is sound.
    public var firstViolation: DecodeError? {
        var problems = Problems(keeping: 1)
        appendViolations(to: &problems)
        return problems.first
    }

    /// Appends all that breaks the structure. Offsets count from the start of the ASDU.
    public func appendViolations(to problems: inout Problems) {
        if isSound { return }
        if header.count == 0 { problems.append(DecodeError(.countZero, at: 1, found: 0)) }
        if header.count > 1, !layout.allowsSeveralObjects {
            problems.append(
                DecodeError(.objectCount, at: 1, expected: 1, found: Int(header.count)))
        }
        if header.isSequence, !layout.allowsSequence {
            problems.append(DecodeError(.sequenceNotAllowed, at: 1, expected: 0, found: 1))
        }
        if expectedEnd > octets.count {
            problems.append(
                DecodeError(
                    .objectsTruncated, at: octets.count, expected: expectedEnd,
                    found: octets.count))
        } else if expectedEnd < octets.count, header.count > 0 {
            problems.append(
                DecodeError(
                    .trailingOctets, at: expectedEnd, expected: expectedEnd, found: octets.count))
        }
        if let addressOverflow { problems.append(addressOverflow) }
    }

    private var addressOverflow: DecodeError? {
        guard header.isSequence, readable > 1, layout.isKnown else { return nil }
        var ahead = start
        guard let first = octets.read(octets: addressSize, at: &ahead) else { return nil }
        let last = first &+ UInt64(readable) &- 1
        guard last > UInt64(largestAddress) else { return nil }
        return DecodeError(
            .addressOverflow, at: start, expected: Int(largestAddress), found: Int(last))
    }
}

/// Where the objects of an ASDU end, and how many of them are wholly there.
private struct ObjectsExtent {
    var readable = 0
    /// Behind the objects that are wholly there.
    var end: Int
    /// Where the objects end that the header promises.
    var expectedEnd: Int

    @inline(__always)
    init(
        _ header: ASDUHeader, _ layout: TypeLayout, _ addressSize: Int, _ octets: Span<UInt8>,
        from start: Int
    ) {
        end = start
        expectedEnd = start
        let count = Int(header.count)
        if layout.hasFixedSize {
            guard count > 0 else { return }
            let once = header.isSequence ? addressSize : 0
            let each = addressSize &- once &+ Int(layout.size)
            let there = octets.count &- start
            let needed = once &+ count &* each
            expectedEnd = start &+ needed
            if there >= needed {
                readable = count
                end = expectedEnd
            } else if there >= once, each > 0 {
                readable = (there &- once) / each
                if readable > 0 { end = start &+ once &+ readable &* each }
            }
        } else if layout.kind == .raw {
            raw(octets, addressSize)
        } else {
            segments(octets, count, header.isSequence, addressSize)
        }
    }

    private mutating func raw(_ octets: Span<UInt8>, _ addressSize: Int) {
        guard octets.count - end >= addressSize else {
            expectedEnd = end + addressSize
            return
        }
        readable = 1
        end = octets.count
        expectedEnd = end
    }

    /// Segments of files tell their own length.
    private mutating func segments(
        _ octets: Span<UInt8>, _ count: Int, _ isSequence: Bool, _ addressSize: Int
    ) {
        for index in 0..<count {
            let header = end + (isSequence && index > 0 ? 0 : addressSize) + 4
            expectedEnd = header
            guard header <= octets.count else { return }
            expectedEnd = header + Int(octets[header - 1])
            guard expectedEnd <= octets.count else { return }
            end = expectedEnd
            readable += 1
        }
    }
}
