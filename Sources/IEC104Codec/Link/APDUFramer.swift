/// Cuts a stream of octets, given in any portions, into APDUs.
///
/// Give it octets with `append`, then ask `next` until it has no more:
///
///     framer.append(portion)
///     while let control = try framer.next() { use(control, framer.asdu) }
///
/// It holds at most what was appended and not yet taken, so a reader that takes all APDUs before
/// it appends again holds less than one APDU and one portion.
public struct APDUFramer: Sendable {
    private var buffer: [UInt8] = []
    private var head = 0
    private var current = 0..<0
    private var failure: DecodeError?

    /// A framer at the start of a stream.
    public init() {}

    /// How many octets of the stream have been taken as APDUs.
    public private(set) var streamOffset = 0
    /// How many octets wait for the rest of their APDU.
    public var pending: Int { buffer.count - head }

    /// Adds octets to the stream; none once the stream cannot be read any further.
    public mutating func append(_ octets: Span<UInt8>) {
        // What follows a broken APDU is never read, so it is not kept either.
        guard failure == nil else { return }
        if head > 0 {
            buffer.removeSubrange(0..<head)
            head = 0
            current = 0..<0
        }
        // The pointer does not leave the closure; the array copies from it at once.
        unsafe octets.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }

    /// Adds octets to the stream.
    public mutating func append(_ octets: [UInt8]) { append(octets.span) }

    /// Takes the next whole APDU: its control field, while `octets` and `asdu` show the rest.
    /// `nil` when more octets are needed.
    ///
    /// - Throws: what `APDU.control` throws, with the offset counted from the start of the stream.
    ///   The stream cannot be read any further then: every later call throws the same.
    public mutating func next() throws(DecodeError) -> ControlField? {
        if let failure { throw failure }
        do throws(DecodeError) {
            guard let (control, length) = try waiting() else { return nil }
            current = head..<(head + length)
            head += length
            streamOffset &+= length
            return control
        } catch {
            let moved = error.moved(by: streamOffset)
            failure = moved
            buffer = []
            head = 0
            current = 0..<0
            throw moved
        }
    }

    /// The first APDU that waits, when it is whole.
    private func waiting() throws(DecodeError) -> (control: ControlField, length: Int)? {
        let octets = buffer.span.extracting(head..<buffer.count)
        guard let length = try APDU.length(octets), octets.count >= length else { return nil }
        return (try APDU.control(octets.extracting(0..<length)), length)
    }

    /// All octets of the APDU that `next` took last; empty after `append`.
    public var octets: Span<UInt8> {
        @_lifetime(borrow self) get { buffer.span.extracting(current) }
    }

    /// The ASDU of the APDU that `next` took last; empty in S and U format.
    public var asdu: Span<UInt8> {
        @_lifetime(borrow self) get {
            let first = min(current.lowerBound + APDU.headerLength, current.upperBound)
            return buffer.span.extracting(first..<current.upperBound)
        }
    }
}
