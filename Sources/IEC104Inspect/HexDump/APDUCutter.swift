/// Cuts the octets of runs and dumps into items and keeps what is unfinished for the next line.
struct APDUCutter {
    /// What may come behind the octets at hand.
    private enum Rest {
        /// More octets of the same stream, as the next line of a dump.
        case stream
        /// Another line, which may go on with an unfinished APDU but with nothing else.
        case line
        case nothing
    }

    /// More octets of a dump than this without an APDU are handed out in pieces.
    private static let longestGap = 4096
    /// An APDU's longest form is 255 octets; a piece leaves this much for one that begins in it.
    private static let overlap = 256

    private var octets: [UInt8] = []
    private var places: [TextPlace] = []
    private var marks = HexMarks()
    private var form = HexRun.Form.bare
    private(set) var isStream = false
    /// The first octet kept is the first of its stream.
    private var isFresh = true
    /// The first octet kept lies inside other octets, not where an APDU must begin.
    private var isInside = false
    /// No APDU begins before this octet.
    private var searched = 0

    /// The stream may begin with the headers of a packet.
    private var mayBePacket = false
    /// How many octets of a packet's payload are still to come.
    private var payloadLeft: Int?
    /// Octets that were taken and belong to no item: the headers and the end of packets.
    private var dropped = 0

    /// Octets are kept for the next line.
    var isHolding: Bool { !octets.isEmpty }

    func isHolding(_ form: HexRun.Form) -> Bool { isHolding && !isStream && self.form == form }

    /// Takes the octets of a run that is no part of a dump.
    mutating func take(
        _ range: Range<Int>, of scanner: borrowing LineScanner, form: HexRun.Form,
        marks: HexMarks, beginsAnew: Bool, _ handle: HexItemHandler
    ) {
        let run = scanner.octets.span.extracting(range)
        let runPlaces = scanner.places.span.extracting(range)
        if isHolding {
            let isRest =
                beginsAnew
                ? missing(for: marks).map { Self.goesOn(run, missing: $0) } ?? false
                : goesOn(run)
            if isHolding(form), isRest {
                append(run, runPlaces)
                drain(.line, handle)
                return
            }
            flush(handle)
        }
        isStream = false
        self.form = form
        self.marks = marks
        isFresh = true
        let used = cut(run, runPlaces, .line, handle)
        isFresh = used == 0
        append(run.extracting(used..<run.count), runPlaces.extracting(used..<run.count))
    }

    /// Takes the octets of one line of a dump; `marks` count where they begin a stream.
    mutating func takeStream(
        _ range: Range<Int>, of scanner: borrowing LineScanner, marks: HexMarks,
        mayBePacket: Bool = false, _ handle: HexItemHandler
    ) {
        if !isStream {
            flush(handle)
            isStream = true
            self.marks = marks
            self.mayBePacket = mayBePacket
        }
        var range = range
        if let left = payloadLeft {
            let kept = min(left, range.count)
            payloadLeft = left - kept
            dropped += range.count - kept
            range = range.lowerBound..<range.lowerBound + kept
        }
        append(scanner.octets.span.extracting(range), scanner.places.span.extracting(range))
        if self.mayBePacket, !takeHeaders() { return }
        drain(.stream, handle)
    }

    /// Says which way the octets of the stream at hand went.
    mutating func follow(_ direction: Direction) {
        if isStream { marks.direction = direction }
    }

    /// How many octets were dropped since this was last asked.
    mutating func takeDropped() -> Int {
        defer { dropped = 0 }
        return dropped
    }

    /// Takes the headers of a packet off; false if more octets are needed to tell.
    private mutating func takeHeaders() -> Bool {
        switch PacketHeaders(octets.span) {
        case .undecided: return false
        case .no: break
        case .found(let payload, let direction):
            let surplus = max(0, octets.count - payload.upperBound)
            payloadLeft = max(0, payload.upperBound - octets.count)
            octets.removeLast(surplus)
            places.removeLast(surplus)
            let headers = min(payload.lowerBound, octets.count)
            octets.removeFirst(headers)
            places.removeFirst(headers)
            dropped += surplus + headers
            marks.direction = direction ?? marks.direction
            isFresh = false
        }
        mayBePacket = false
        return true
    }

    /// Takes a run that is broken behind `breakAt` octets.
    mutating func takeBroken(
        _ range: Range<Int>, of scanner: borrowing LineScanner, breakAt: Int, problem: HexItem,
        _ handle: HexItemHandler
    ) {
        let run = scanner.octets.span.extracting(range)
        let runPlaces = scanner.places.span.extracting(range)
        flush(handle)
        marks = HexMarks(timestamp: problem.timestamp, direction: problem.direction)
        var whole = 0
        while APDUShape.isLength(run.octet(whole + 1)), run.octet(whole) == APDUShape.start,
            whole + 2 + Int(run.octet(whole + 1)) <= breakAt
        {
            whole += 2 + Int(run.octet(whole + 1))
        }
        _ = cut(run.extracting(0..<whole), runPlaces.extracting(0..<whole), .nothing, handle)
        var next = run.count
        if case .found(let index) = APDUShape.search(run, from: breakAt, isMoreToCome: false) {
            next = index
        }
        handle(problem, run.extracting(whole..<next))
        _ = cut(
            run.extracting(next..<run.count), runPlaces.extracting(next..<run.count), .nothing,
            handle)
        reset()
    }

    /// Hands out what is unfinished.
    mutating func flush(_ handle: HexItemHandler) {
        if isHolding { drain(.nothing, handle) }
        reset()
    }

    /// Drops the last octet kept if it is the 0 that pads a dump of 16-bit words.
    mutating func dropPadding() -> Bool {
        guard octets.last == 0, isStream else { return false }
        octets.removeLast()
        places.removeLast()
        return true
    }

    private mutating func reset() {
        octets.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        isStream = false
        isFresh = true
        isInside = false
        searched = 0
        mayBePacket = false
        payloadLeft = nil
    }

    /// How many octets the APDU lacks that a line of the same direction may go on with, nil if
    /// none is unfinished.
    func missing(for marks: HexMarks) -> Int? {
        guard isHolding, !isStream, octets.count > 1, marks.direction == self.marks.direction,
            marks.timestamp?.scale == self.marks.timestamp?.scale,
            APDUShape.mayBegin(octets.span, at: 0)
        else { return nil }
        let missing = 2 + Int(octets[1]) - octets.count
        return missing > 0 ? missing : nil
    }

    /// Whether a run with its own time is the rest of an APDU that lacks `missing` octets.
    static func goesOn(_ run: Span<UInt8>, missing: Int) -> Bool {
        guard run.count >= missing else { return run.octet(0) != APDUShape.start }
        if run.octet(0) == APDUShape.start, APDUShape.isChain(run, from: 0) { return false }
        return run.count == missing || APDUShape.mayBegin(run, at: missing)
    }

    /// Whether an unmarked run is the rest of the unfinished APDU rather than a new one.
    private func goesOn(_ run: Span<UInt8>) -> Bool {
        guard run.octet(0) == APDUShape.start else { return true }
        if APDUShape.isChain(run, from: 0) { return false }
        guard octets.count > 1 else { return !APDUShape.mayBegin(run, at: 0) || run.count < 2 }
        let missing = 2 + Int(octets[1]) - octets.count
        if run.count < missing { return !APDUShape.mayBegin(run, at: 0) }
        return run.count == missing || run.octet(missing) == APDUShape.start
    }

    private mutating func append(_ run: Span<UInt8>, _ runPlaces: Span<TextPlace>) {
        guard run.count == runPlaces.count else { return }
        octets.append(addingCapacity: run.count) { octets in
            for index in 0..<run.count { octets.append(run[index]) }
        }
        places.append(addingCapacity: run.count) { places in
            for index in 0..<run.count { places.append(runPlaces[index]) }
        }
    }

    private mutating func drain(_ rest: Rest, _ handle: HexItemHandler) {
        // The buffers are taken out so that cutting may change the rest of the state.
        var octets: [UInt8] = []
        var places: [TextPlace] = []
        swap(&octets, &self.octets)
        swap(&places, &self.places)
        let used = cut(octets.span, places.span, rest, handle)
        if used > 0 {
            octets.removeFirst(used)
            places.removeFirst(used)
            isFresh = false
        }
        searched = max(0, searched - used)
        swap(&octets, &self.octets)
        swap(&places, &self.places)
    }

    /// Hands out what is decided; returns how many octets that is.
    private mutating func cut(
        _ octets: Span<UInt8>, _ places: Span<TextPlace>, _ rest: Rest, _ handle: HexItemHandler
    ) -> Int {
        var index = 0
        let isFrame = isFresh && APDUShape.isFrame(octets) && !APDUShape.mayBegin(octets, at: 0)
        let isMoreToCome = rest == .stream
        while index < octets.count {
            let isCandidate =
                octets[index] == APDUShape.start && !(index == 0 && (isFrame || isInside))
            if isCandidate {
                switch FT12Frame(octets.extracting(index..<octets.count)) {
                case .whole(let length):
                    hand(.skipped, octets, places, index..<(index + length), handle)
                    index += length
                    continue
                case .undecided where rest == .stream && index + 4 <= octets.count: return index
                case .undecided, .no: break
                }
                let isLengthKnown = index + 1 < octets.count
                if !isLengthKnown || APDUShape.isLength(octets[index + 1]) {
                    let end = isLengthKnown ? index + 2 + Int(octets[index + 1]) : octets.count + 1
                    if end > octets.count, rest != .nothing { return index }
                    let last = min(end, octets.count)
                    hand(.apdu, octets, places, index..<last, handle)
                    index = last
                    continue
                }
            }
            // At the end even an APDU counts that no other follows.
            let from = rest == .nothing ? index + 1 : max(index + 1, searched)
            switch APDUShape.search(octets, from: from, isMoreToCome: isMoreToCome) {
            case .found(let next):
                hand(isCandidate ? .apdu : .skipped, octets, places, index..<next, handle)
                index = next
                isInside = false
            case .none where !isMoreToCome:
                hand(isCandidate ? .apdu : .fragment, octets, places, index..<octets.count, handle)
                return octets.count
            case .none:
                searched = octets.count
                return limited(octets, places, from: index, handle)
            case .open(let next):
                searched = next
                return limited(octets, places, from: index, handle)
            }
        }
        return index
    }

    /// Hands out the front of a long stretch of other octets; returns where the rest begins.
    private mutating func limited(
        _ octets: Span<UInt8>, _ places: Span<TextPlace>, from index: Int,
        _ handle: HexItemHandler
    ) -> Int {
        guard octets.count - index > Self.longestGap else { return index }
        let end = min(searched, octets.count - Self.overlap)
        guard end > index else { return index }
        hand(.fragment, octets, places, index..<end, handle)
        isInside = true
        return end
    }

    private func hand(
        _ kind: HexItem.Kind, _ octets: Span<UInt8>, _ places: Span<TextPlace>,
        _ range: Range<Int>, _ handle: HexItemHandler
    ) {
        let place = places[range.lowerBound]
        let item = HexItem(
            kind: kind, line: place.line, column: place.column, timestamp: marks.timestamp,
            direction: marks.direction)
        handle(item, octets.extracting(range))
    }
}
