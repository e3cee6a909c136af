import IEC104Codec

/// Cuts one direction of a connection into APDUs, and finds its place again when it has lost it.
struct StreamDecoder {
    /// What a run of octets is.
    enum Finding {
        case apdu
        /// The rest of an APDU was not seen.
        case truncated
        case skipped
        case foreign(ForeignProtocol)
    }

    private enum Mode {
        case start, aligned, hunting
        case foreign(shown: Int)
    }

    private var mode = Mode.start
    private var pending: [UInt8] = []
    /// So many messages of another protocol are shown, and so many octets of each.
    private static let foreignLimit = 8
    private static let shownOctets = 256

    /// Takes the next octets of the stream.
    mutating func receive(_ octets: Span<UInt8>, _ handle: (Finding, Span<UInt8>) -> Void) {
        if pending.isEmpty {
            let taken = take(octets, handle)
            keep(octets.extracting(taken..<octets.count))
        } else {
            keep(octets)
            var waiting: [UInt8] = []
            swap(&waiting, &pending)
            let taken = take(waiting.span, handle)
            waiting.removeSubrange(0..<taken)
            swap(&waiting, &pending)
        }
    }

    /// Says that octets are missing here, or that the stream ends.
    mutating func interrupt(_ handle: (Finding, Span<UInt8>) -> Void) {
        if !pending.isEmpty {
            if case .aligned = mode {
                handle(.truncated, pending.span)
            } else {
                handle(.skipped, pending.span)
            }
            pending.removeAll(keepingCapacity: true)
        }
        mode = .hunting
    }

    private mutating func keep(_ octets: Span<UInt8>) {
        for index in octets.indices { pending.append(octets[index]) }
    }

    /// How many octets need not be seen again.
    private mutating func take(
        _ octets: Span<UInt8>, _ handle: (Finding, Span<UInt8>) -> Void
    ) -> Int {
        var offset = 0
        while offset < octets.count {
            let rest = octets.extracting(offset..<octets.count)
            switch mode {
            case .start:
                guard let foreign = ForeignProtocol(rest) else {
                    mode = rest[0] == APDU.start ? .aligned : .hunting
                    continue
                }
                mode = .foreign(shown: 1)
                handle(.foreign(foreign), rest.extracting(first: Self.shownOctets))
                return octets.count
            case .foreign(let shown):
                if case .yes = Plausibility(rest) {
                    mode = .aligned
                    continue
                }
                if shown < Self.foreignLimit, let foreign = ForeignProtocol(rest) {
                    mode = .foreign(shown: shown + 1)
                    handle(.foreign(foreign), rest.extracting(first: Self.shownOctets))
                }
                return octets.count
            case .aligned:
                guard let length = Self.length(rest) else {
                    mode = .hunting
                    continue
                }
                guard let length, rest.count >= length else { return offset }
                handle(.apdu, rest.extracting(0..<length))
                offset += length
            case .hunting:
                let skipped = Self.skip(rest)
                if skipped.count > 0 {
                    handle(.skipped, rest.extracting(first: min(skipped.count, Self.shownOctets)))
                }
                offset += skipped.count
                guard skipped.found else { return offset }
                mode = .aligned
            }
        }
        return offset
    }

    /// The length of the APDU; inner `nil`: too few octets; outer `nil`: there is none here.
    private static func length(_ octets: Span<UInt8>) -> Int?? {
        do throws(DecodeError) {
            return .some(try APDU.length(octets))
        } catch {
            return nil
        }
    }

    /// How many octets stand before the next APDU, and whether it is sure that there is one.
    private static func skip(_ octets: Span<UInt8>) -> (count: Int, found: Bool) {
        for index in octets.indices where octets[index] == APDU.start {
            switch Plausibility(octets.extracting(index..<octets.count)) {
            case .yes: return (index, true)
            case .undecided: return (index, false)
            case .no: break
            }
        }
        return (octets.count, false)
    }
}
