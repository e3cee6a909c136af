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
        /// Octets around a place where the text that they stand in is broken.
        case broken(HexProblem)
    }

    /// Receives a finding, its octets, and how many octets of the stream stand before them.
    typealias Handler = (Finding, Span<UInt8>, Int) -> Void

    private enum Mode {
        case start, aligned, hunting
        case foreign(shown: Int)
    }

    private let portionsAreSegments: Bool
    private var mode = Mode.start
    private var pending: [UInt8] = []
    /// How many octets of the stream stand before those that are pending.
    private var position = 0
    /// Octets that are skipped, and where the first of them stood.
    private var skipped: [UInt8] = []
    private var skippedPosition = 0
    /// So many messages of another protocol are shown, and so many octets of each.
    private static let foreignLimit = 8
    private static let shownOctets = 256
    /// So many octets at most tell another protocol, but for a frame of FT1.2.
    private static let foreignEvidence = 8

    /// - Parameter portionsAreSegments: whether each portion is a TCP segment, which senders end
    ///   where an APDU ends; else portions may end anywhere and mean nothing.
    init(portionsAreSegments: Bool) { self.portionsAreSegments = portionsAreSegments }

    /// Takes the next octets of the stream.
    mutating func receive(_ octets: Span<UInt8>, _ handle: Handler) {
        let taken: Int
        if pending.isEmpty {
            taken = take(octets, isLast: false, handle)
            keep(octets.extracting(taken..<octets.count))
        } else {
            keep(octets)
            var waiting: [UInt8] = []
            swap(&waiting, &pending)
            taken = take(waiting.span, isLast: false, handle)
            waiting.removeSubrange(0..<taken)
            swap(&waiting, &pending)
        }
        position += taken
        if portionsAreSegments { handSkipped(handle) }
    }

    /// Says that octets are missing here, or that the stream ends.
    mutating func interrupt(_ handle: Handler) {
        var waiting: [UInt8] = []
        swap(&waiting, &pending)
        let taken = take(waiting.span, isLast: true, handle)
        handSkipped(handle)
        if taken < waiting.count {
            handle(
                .truncated, waiting.span.extracting(taken..<waiting.count), position + taken)
        }
        position += waiting.count
        waiting.removeAll(keepingCapacity: true)
        swap(&waiting, &pending)
        mode = .hunting
    }

    private mutating func keep(_ octets: Span<UInt8>) {
        pending.append(copying: octets)
    }

    /// How many octets need not be seen again; those behind them are the front of an APDU.
    private mutating func take(_ octets: Span<UInt8>, isLast: Bool, _ handle: Handler) -> Int {
        var offset = 0
        while offset < octets.count {
            let rest = octets.extracting(offset..<octets.count)
            switch mode {
            case .start:
                guard let next = begin(rest, isLast: isLast) else { return offset }
                mode = next
            case .foreign(let shown):
                if case .yes = Plausibility(rest, isEnd: true) {
                    mode = .aligned
                    continue
                }
                if shown < Self.foreignLimit, let foreign = ForeignProtocol(rest) {
                    mode = .foreign(shown: shown + 1)
                    handle(
                        .foreign(foreign), rest.extracting(first: Self.shownOctets),
                        position + offset)
                }
                return octets.count
            case .aligned:
                guard let length = Self.length(rest) else {
                    mode = .hunting
                    continue
                }
                guard let length, rest.count >= length else { return offset }
                handle(.apdu, rest.extracting(0..<length), position + offset)
                offset += length
            case .hunting:
                let (count, isFound) = Self.skip(
                    rest, isEnd: isLast || portionsAreSegments, isLast: isLast)
                skip(rest.extracting(0..<count), at: position + offset, handle)
                offset += count
                guard isFound else { return offset }
                handSkipped(handle)
                mode = .aligned
            }
        }
        return offset
    }

    /// What the first octets of a stream begin; `nil` while it takes more octets to know.
    private func begin(_ octets: Span<UInt8>, isLast: Bool) -> Mode? {
        if octets[0] == APDU.start {
            switch FT12Frame(octets) {
            case .no: return .aligned
            case .undecided: return isLast ? .aligned : nil
            case .whole: break
            }
        } else if octets.count < Self.foreignEvidence, !isLast {
            return nil
        }
        // In a stream of its own each piece that is skipped names the protocol.
        return portionsAreSegments && ForeignProtocol(octets) != nil ? .foreign(shown: 0) : .hunting
    }

    private mutating func skip(_ octets: Span<UInt8>, at position: Int, _ handle: Handler) {
        for index in octets.indices {
            if skipped.isEmpty { skippedPosition = position + index }
            skipped.append(octets[index])
            if skipped.count >= Self.shownOctets { handSkipped(handle) }
        }
    }

    private mutating func handSkipped(_ handle: Handler) {
        guard !skipped.isEmpty else { return }
        handle(.skipped, skipped.span, skippedPosition)
        skipped.removeAll(keepingCapacity: true)
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
    private static func skip(
        _ octets: Span<UInt8>, isEnd: Bool, isLast: Bool
    ) -> (count: Int, isFound: Bool) {
        for index in octets.indices where octets[index] == APDU.start {
            switch Plausibility(octets.extracting(index..<octets.count), isEnd: isEnd) {
            case .yes: return (index, true)
            case .undecided: if !isLast { return (index, false) }
            case .no: break
            }
        }
        return (octets.count, false)
    }
}
