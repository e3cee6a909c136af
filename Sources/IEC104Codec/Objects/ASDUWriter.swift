/// Writes an ASDU object by object into octets that the caller owns, as long as they fit.
///
///     var writer = try ASDUWriter(into: octets.mutableSpan, header: header)
///     while let object = source.next, try writer.append(object) { source.advance() }
///     let length = writer.finish()
public struct ASDUWriter: ~Copyable, ~Escapable {
    /// How many objects were written.
    public private(set) var count: UInt8 = 0

    private var output: MutableSpan<UInt8>
    private var offset: Int
    private let isSequence: Bool
    private let layout: TypeLayout
    private let addressSize: Int
    private let fixedSize: Int
    private let largestAddress: UInt32
    private let limit: Int
    private var nextAddress: UInt32 = 0
    private var largestCount: UInt8

    /// Starts an ASDU at the beginning of `octets`. N of the header is not used: `finish` counts.
    ///
    /// - Parameter limit: the most octets that the ASDU may have; at most 249, and at most the
    ///   octets there are.
    /// - Throws: `sequenceNotAllowed`, `addressTooLarge` or `tooLong`.
    @_lifetime(copy octets)
    public init(
        into octets: consuming MutableSpan<UInt8>, header: ASDUHeader,
        profile: Profile = .standard, limit: Int = APDU.maximumASDULength
    ) throws(EncodeError) {
        let layout = profile.layout(of: header.type)
        let limit = min(limit, APDU.maximumASDULength, octets.count)
        if header.isSequence, !layout.allowsSequence {
            throw EncodeError(.sequenceNotAllowed)
        }
        guard profile.causeSize == 2 || header.cause.originator == 0,
            profile.commonAddressSize == 2 || header.commonAddress.value <= 255
        else { throw EncodeError(.addressTooLarge) }
        guard limit >= profile.asduHeaderSize else { throw EncodeError(.tooLong) }
        self.layout = layout
        self.limit = limit
        isSequence = header.isSequence
        addressSize = layout.hasAddress ? profile.objectAddressSize : 0
        fixedSize = Int(layout.size)
        largestAddress = profile.largestObjectAddress
        largestCount = layout.allowsSeveralObjects ? 127 : 1
        var output = octets
        var offset = 0
        output.write(header.type.rawValue, at: &offset)
        output.write(header.qualifier, at: &offset)
        output.write(
            UInt64(header.cause.rawValue), octets: profile.causeSize, at: &offset)
        output.write(
            UInt64(header.commonAddress.value), octets: profile.commonAddressSize, at: &offset)
        self.output = output
        self.offset = offset
    }

    /// Writes an object. `false`, and nothing written, when the ASDU has no room for it, or when
    /// SQ = 1 and its address does not follow.
    ///
    /// - Parameter octets: what the object's `OctetRange` counts in, where it has one.
    /// - Throws: `wrongInformation`, `unknownType` (objects of a type that the profile does not know
    ///   are written as `Information.raw`), `addressTooLarge` or `fieldOutOfRange`.
    @_lifetime(self: copy self)
    public mutating func append(
        _ object: InformationObject, octets: Span<UInt8> = Span()
    ) throws(EncodeError) -> Bool {
        try put(object, octets)
    }

    /// Writes objects one after the other, as `append` does, as long as they fit.
    ///
    /// - Returns: how many were written.
    /// - Throws: what `append` throws, with the index in `objects`.
    @_lifetime(self: copy self)
    public mutating func append(
        contentsOf objects: Span<InformationObject>, octets: Span<UInt8> = Span()
    ) throws(EncodeError) -> Int {
        var index = 0
        while index < objects.count {
            do throws(EncodeError) {
                guard try put(objects[index], octets) else { return index }
            } catch {
                throw EncodeError(error.code, object: index)
            }
            index &+= 1
            index = putRun(objects, from: index)
        }
        return objects.count
    }

    /// Writes objects of the commonest types with a store or two each, up to the first that is not
    /// quite ordinary or has no room: `put` knows what to do with it.
    ///
    /// - Returns: the index of that object.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func putRun(_ objects: Span<InformationObject>, from first: Int) -> Int {
        guard layout.timeTag == .none, !layout.needsChecks, isSequence || addressSize == 3 else {
            return first
        }
        let (kind, size) = (layout.kind, isSequence ? fixedSize : fixedSize &+ 3)
        let (largest, isSequence) = (largestAddress, isSequence)
        let end = min(limit, output.count)
        let most = min(objects.count, first &+ Int(largestCount) &- Int(count))
        var (index, offset, next) = (first, offset, nextAddress)
        while index < most, offset &+ size <= end {
            let address = objects[index].address.value
            guard let word = objects[index].information.word(kind),
                objects[index].timeTag.kind == .none,
                address <= largest, !isSequence || address == next
            else { break }
            output.write(
                word: isSequence ? word : word &<< 24 | UInt64(address), octets: size, at: &offset)
            next = address &+ 1
            index &+= 1
        }
        count &+= UInt8(truncatingIfNeeded: index &- first)
        (self.offset, nextAddress) = (offset, next)
        return index
    }

    /// Inlined: an object handed to a function is taken apart and put together again, which takes
    /// longer than writing it.
    @inline(__always)
    @_lifetime(self: copy self)
    private mutating func put(
        _ object: InformationObject, _ octets: Span<UInt8>
    ) throws(EncodeError) -> Bool {
        let address = object.address.value
        guard address <= largestAddress else {
            throw EncodeError(.addressTooLarge, object: Int(count))
        }
        var size = fixedSize
        if layout.needsChecks {
            let fits = object.information.fits(
                size: layout.informationSize, available: octets.count)
            guard fits else { throw EncodeError(.fieldOutOfRange, object: Int(count)) }
            if !layout.hasFixedSize { size = object.information.variableSize }
        }
        let hasAddress = count == 0 || !isSequence
        if hasAddress { size &+= addressSize }
        var offset = self.offset
        guard offset &+ size <= limit, count < largestCount, hasAddress || address == nextAddress
        else { return false }
        if hasAddress { output.writeAddress(address, octets: addressSize, at: &offset) }
        guard object.timeTag.kind == layout.timeTag,
            object.information.write(layout.kind, to: &output, at: &offset, octets: octets)
        else {
            let code: EncodeError.Code = layout.isKnown ? .wrongInformation : .unknownType
            throw EncodeError(code, object: Int(count))
        }
        output.write(object.timeTag, at: &offset)
        self.offset = offset
        nextAddress = address &+ 1
        count &+= 1
        if case .raw(let rawCount, _) = object.information {
            // Raw octets stand for all objects of the ASDU, so nothing can follow them.
            count = rawCount & 0x7F
            largestCount = 0
        }
        return true
    }

    /// Sets N.
    ///
    /// - Returns: the octets of the ASDU; 0 when it has no object and must not be sent.
    @_lifetime(self: copy self)
    public mutating func finish() -> Int {
        guard count > 0 || largestCount == 0 else { return 0 }
        output[1] = count | (isSequence ? 0x80 : 0)
        return offset
    }
}
