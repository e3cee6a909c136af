import IEC104Codec

/// Cuts what one connection received into APDUs without copying them: only the beginning of an APDU
/// whose rest has not come yet is kept.
struct FrameCutter {
    /// The beginning of an incomplete APDU, at most 254 octets.
    private(set) var pending: [UInt8] = []

    /// Hands each whole APDU to `take`, until there is no more or `take` returns `false`; what is
    /// left behind then is dropped.
    ///
    /// - Throws: what `APDU.length` and `APDU.control` throw: the stream cannot be read any further.
    @inline(__always)
    mutating func cut(
        _ octets: Span<UInt8>, _ take: (ControlField, Span<UInt8>) -> Bool
    ) throws(DecodeError) {
        var rest = octets
        if !pending.isEmpty {
            guard let begun = try completed(with: &rest) else { return }
            guard take(try APDU.control(begun.span), begun.span) else { return }
        }
        while let length = try APDU.length(rest), rest.count >= length {
            let frame = rest.extracting(first: length)
            guard take(try APDU.control(frame), frame) else { return }
            rest = rest.extracting(droppingFirst: length)
        }
        guard !rest.isEmpty else { return }
        // The array keeps its memory for the next time.
        unsafe rest.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
    }

    /// The APDU that had begun, when `rest` completes it, whose octets are taken off `rest`.
    private mutating func completed(with rest: inout Span<UInt8>) throws(DecodeError) -> [UInt8]? {
        var taken = 0
        while taken < rest.count {
            pending.append(rest[taken])
            taken &+= 1
            if let length = try APDU.length(pending.span), pending.count == length {
                rest = rest.extracting(droppingFirst: taken)
                let whole = pending
                pending = []
                return whole
            }
        }
        return nil
    }
}
