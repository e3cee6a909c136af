/// Decides which runs of a line are octets of a message, and which are numbers in its text.
struct RunJudge {
    /// The line holds nothing but hex.
    var isPure: Bool
    var marks: HexMarks
    /// An earlier piece of the line gave octets.
    var isContinued: Bool
    /// How many octets an unfinished APDU lacks that the line may go on with.
    var missing: Int?

    /// Which octets of the line the run gives, nil if it is text.
    func judge(_ run: HexRun, _ octets: Span<UInt8>, _ text: Span<UInt8>) -> Range<Int>? {
        let octets = octets.extracting(run.start..<run.end)
        if isContinued, run.before == 0 { return run.start..<run.end }
        guard let skip = skipped(run, octets, text) else { return nil }
        let end = run.end - (isPure ? 0 : trailing(run, octets, from: skip))
        return min(run.start + skip, end)..<end
    }

    /// How many octets at the run's end are text, as in `68 04 07 00 00 00 be careful`.
    private func trailing(_ run: HexRun, _ octets: Span<UInt8>, from skip: Int) -> Int {
        guard run.isBeforeWord, run.problem == nil else { return 0 }
        var end = skip
        while octets.octet(end) == APDUShape.start, APDUShape.isLength(octets.octet(end + 1)),
            end + 2 + Int(octets[end + 1]) <= octets.count
        {
            end += 2 + Int(octets[end + 1])
        }
        let rest = octets.count - end
        return end > skip && rest <= min(2, run.pairs) ? rest : 0
    }

    /// How many octets at the run's start are text, nil if all of them are.
    private func skipped(_ run: HexRun, _ run68: Span<UInt8>, _ text: Span<UInt8>) -> Int? {
        if run.problem != nil { return acceptsBroken(run, text) ? 0 : nil }
        if isPure { return isWords(run, text) ? nil : 0 }
        if let missing, run.isAfterMark, APDUCutter.goesOn(run68, missing: missing) { return 0 }
        if run68.octet(0) == APDUShape.start, acceptsStart(run, run68, text) {
            // Another reading of the row may be whole, as behind the number of a thread.
            if !APDUShape.isChain(run68, from: 0), let skip = wholeRest(run, run68) {
                return skip
            }
            return 0
        }
        guard run.count >= 6 else { return nil }
        let from = run.form == .literal ? 0 : 1
        guard case .found(let index) = APDUShape.search(run68, from: from, isMoreToCome: false)
        else { return nil }
        return run.isPairs && index >= 4 ? 0 : index
    }

    /// The longest row of at least four groups that may be octets of something else, for a line
    /// without any APDU.
    func longestRow(_ runs: [HexRun], _ octets: Span<UInt8>, _ text: Span<UInt8>) -> Int? {
        var best: Int?
        var bestCount = 0
        for index in runs.indices where runs[index].count > bestCount {
            if isRow(runs[index], text) {
                best = index
                bestCount = runs[index].count
            }
        }
        return best
    }

    private func isRow(_ run: HexRun, _ text: Span<UInt8>) -> Bool {
        guard run.count >= 4 else { return false }
        if run.form == .literal { return run.tokens > 4 }
        guard run.isPairs else { return run.isAfterMark && marks.direction != nil }
        let isAddress = run.tokens == 6 && (run.separator == 0x3A || run.separator == 0x2D)
        if isAddress, !run.isAfterMark { return false }
        return !marks.isEmpty || isSeparator(run.before) || run.form != .bare
    }

    private func isSeparator(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x3A, 0x3D, 0x5D, 0x3E, 0x29, 0x7C, 0x2C, 0x22, 0x7B, 0x5B, 0x28: true
        default: false
        }
    }

    private func acceptsBroken(_ run: HexRun, _ text: Span<UInt8>) -> Bool {
        if isPure || run.isAfterMark { return true }
        if run.isPairs { return run.tokens >= 4 }
        return run.count >= 3 && (!marks.isEmpty || hasHexLetter(run, text))
    }

    /// Whether a run of a mixed line that begins with 0x68 is an APDU rather than a number.
    private func acceptsStart(
        _ run: HexRun, _ octets: Span<UInt8>, _ text: Span<UInt8>
    ) -> Bool {
        let mayBegin = APDUShape.mayBegin(octets, at: 0)
        switch run.form {
        case .literal, .escaped:
            return mayBegin && run.count >= 2
        case .prefixed:
            if run.before == 0x7B || run.before == 0x5B || run.isAfterMark { return true }
            return run.tokens >= (marks.isEmpty ? 3 : 2) && (mayBegin || run.tokens >= 4)
        case .bare:
            break
        }
        guard run.count >= 3 else { return false }
        guard mayBegin else {
            return run.isAfterMark || !marks.isEmpty && !run.isBeforeWord || run.count >= 6
        }
        if run.tokens > 1 || !marks.isEmpty { return true }
        return APDUShape.isChain(octets, from: 0) || run.count >= 6 && hasHexLetter(run, text)
    }

    /// Where whole plausible APDUs begin that fill the rest of the run.
    private func wholeRest(_ run: HexRun, _ octets: Span<UInt8>) -> Int? {
        let missing = 2 + Int(octets.octet(1)) - octets.count
        guard missing > 0 else { return nil }
        for index in 1..<min(8, octets.count)
        where APDUShape.mayBegin(octets, at: index) && APDUShape.isChain(octets, from: index) {
            return index
        }
        return nil
    }

    /// Whether the run is made of words such as `face` that have no digit.
    private func isWords(_ run: HexRun, _ text: Span<UInt8>) -> Bool {
        guard run.form == .bare, !(run.isPairs && run.tokens >= 2), run.count <= 4 else {
            return false
        }
        for index in run.textStart..<run.textEnd where TextOctet.isDigit(text.octet(index)) {
            return false
        }
        return true
    }

    private func hasHexLetter(_ run: HexRun, _ text: Span<UInt8>) -> Bool {
        for index in run.textStart..<run.textEnd {
            let octet = text.octet(index)
            if TextOctet.isHex(octet), !TextOctet.isDigit(octet) { return true }
        }
        return false
    }
}
