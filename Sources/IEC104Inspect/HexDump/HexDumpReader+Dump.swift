extension HexDumpReader {
    /// The longest line that a `*` line repeats.
    private static let longestRepeat = 64

    /// Takes a line with an offset in front, or a `*` line of a dump; false if it is none.
    mutating func takeDumpLine(
        _ text: Span<UInt8>, origin: TextPlace, _ handle: HexItemHandler
    ) -> Bool {
        let first = text.skippingSpaces(0)
        guard first < text.count else { return false }
        if dump.isActive, text[first] == 0x2A, text.isBlank(from: first + 1) {
            dump.takeSqueeze()
            lineIsLayout = true
            return true
        }
        guard TextOctet.isHex(text[first]), let offset = DumpOffset(text) else { return false }
        if (first > 0) != followed.isIndented { turn(to: first > 0, offset) }
        let wasActive = dump.isActive
        switch dump.judge(offset, text) {
        case .other:
            return false
        case .end(let isPadded):
            repeatSqueezed(at: origin, handle)
            if isPadded, cutter.dropPadding() { statistics.octets -= 1 }
            lineIsLayout = true
            endDump(handle)
        case .foreign:
            lineIsLayout = true
        case .firstForeign:
            beginForeign(offset, at: origin, handle)
        case .first:
            cutter.flush(handle)
            if wasActive { header = HexMarks() }
            scanner.scanDump(text, origin: origin, offset: offset, room: dump.room)
            if offset.hasColon, offset.isZero, DumpStyle.isTurned(scanner.octets.span) {
                beginForeign(offset, at: origin, handle)
                break
            }
            if dump.isSwapped, !looksSwapped() { dump.keepOrder() }
            takeDumpOctets(handle)
        case .octets:
            repeatSqueezed(at: origin, handle)
            scanner.scanDump(text, origin: origin, offset: offset, room: dump.room)
            takeDumpOctets(handle)
        }
        lineIsBlank = false
        statistics.octets -= cutter.takeDropped()
        return true
    }

    /// Takes the first line of a dump that is not read.
    private mutating func beginForeign(
        _ offset: DumpOffset, at place: TextPlace, _ handle: HexItemHandler
    ) {
        scanner.begin(origin: place, isInArray: false)
        handOut(.foreignDump, at: place.advanced(by: offset.bodyStart), handle)
        dump.beginForeign(offset)
    }

    /// Turns to the side of a followed stream whose rows are indented, or are not. A row that
    /// goes on where the last one ended is not of another side, however it is indented.
    private mutating func turn(to isIndented: Bool, _ offset: DumpOffset) {
        let isOther = otherDump.isActive || offset.isZero && !dump.expects(offset)
        if dump.isActive, isOther {
            swap(&dump, &otherDump)
            swap(&cutter, &otherCutter)
            repeated.removeAll(keepingCapacity: true)
            followed.hasBothSides = true
        }
        followed.isIndented = isIndented
    }

    mutating func endDump(_ handle: HexItemHandler) {
        if otherDump.isActive {
            otherCutter.flush(handle)
            otherDump.end()
        }
        cutter.flush(handle)
        dump.end()
        followed.endRows()
        header = HexMarks()
        repeated.removeAll(keepingCapacity: true)
    }

    private mutating func takeDumpOctets(_ handle: HexItemHandler) {
        if dump.isSwapped { scanner.swapWords() }
        let count = scanner.octets.count
        dump.advance(by: count)
        guard count > 0, let run = scanner.runs.first else { return }
        lineGaveOctets = true
        statistics.octets += count
        repeated.removeAll(keepingCapacity: true)
        if count <= Self.longestRepeat { repeated.append(contentsOf: scanner.octets) }
        var marks = header
        if let direction = followed.direction {
            marks.direction = direction
            cutter.follow(direction)
        }
        cutter.takeStream(
            0..<count, of: scanner, marks: marks, mayBePacket: dump.beganAtZero, handle)
        guard let problem = run.problem else { return }
        handOut(problem, at: run.problemPlace, handle)
    }

    /// Hands out a problem inside a dump; what is behind it begins anew.
    private mutating func handOut(
        _ problem: HexProblem, at place: TextPlace, _ handle: HexItemHandler
    ) {
        statistics.problems += 1
        lineGaveProblem = true
        cutter.flush(handle)
        let item = HexItem(
            kind: .problem(problem), line: place.line, column: place.column,
            timestamp: header.timestamp, direction: header.direction)
        handle(item, scanner.octets.span.extracting(0..<0))
    }

    /// Hands on the lines that a `*` line stands for.
    private mutating func repeatSqueezed(at place: TextPlace, _ handle: HexItemHandler) {
        guard dump.squeezed > 0 else { return }
        guard dump.squeezed <= UInt64(OffsetDump.longestSqueeze), !repeated.isEmpty else {
            handOut(.squeezeTooLong, at: place, handle)
            return
        }
        scanner.begin(origin: place, isInArray: false)
        for octet in repeated {
            scanner.octets.append(octet)
            scanner.places.append(place)
        }
        for _ in 0..<Int(dump.squeezed) / repeated.count {
            cutter.takeStream(0..<repeated.count, of: scanner, marks: header, handle)
            statistics.octets += repeated.count
        }
    }

    /// Whether the first line of a dump of words reads better with its octets swapped.
    private mutating func looksSwapped() -> Bool {
        let isPlain = Self.holdsAPDU(scanner.octets.span)
        guard isPlain else { return true }
        scanner.swapWords()
        let isSwapped = APDUShape.mayBegin(scanner.octets.span, at: 0)
        scanner.swapWords()
        return isSwapped
    }

    private static func holdsAPDU(_ octets: Span<UInt8>) -> Bool {
        if APDUShape.mayBegin(octets, at: 0) { return true }
        return APDUShape.search(octets, from: 0, isMoreToCome: false) != .none
    }
}
