/// Takes one line (or one piece of a very long one) apart: runs of hex groups, times, direction
/// marks and words. It judges nothing; its buffers are reused from line to line.
struct LineScanner {
    /// The octets of all runs and where each of them stands.
    var octets: [UInt8] = []
    var places: [TextPlace] = []
    var runs: [HexRun] = []
    var marks = HexMarks()
    /// The last direction mark of the line.
    var lastDirection: Direction?
    /// How many times the line has so far, and those behind the first.
    var times = 0
    var laterTimes: [Timestamp] = []
    /// Words, odd numbers and other text that is neither hex nor a mark.
    var words = 0
    var isBlank = true
    /// The last bracket or brace of the line opens one.
    var endsInBracket = false
    /// Nothing but comments stands behind an opening bracket or brace.
    var isAfterOpener = false
    /// Inside a comment of a C array that began on an earlier line.
    var isInComment = false

    /// The place of the line's first character, and how many octets more than characters
    /// were seen since.
    var origin = TextPlace(line: 0, column: 1)
    var surplus = 0
    /// The last run may still grow.
    var isOpen = false
    /// The last character that is no blank, and the index behind it.
    var lastInk: UInt8 = 0
    var inkEnd = 0
    /// Only blanks stood before the first word.
    var isAtFirstWord = true
    /// Nothing but punctuation stood since a direction mark or a time.
    var isAfterMark = false
    var timeEnd = -1
    /// String literals were looked for up to here.
    var literalsChecked = 0
    /// A comment was found to have no end in the line.
    var lacksCommentEnd = false
    var route = RouteReader()
    /// The line belongs to an array of numbers that began on an earlier line.
    var isInArray = false

    mutating func begin(origin: TextPlace, isInArray: Bool) {
        isAfterOpener = false
        octets.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        runs.removeAll(keepingCapacity: true)
        marks = HexMarks()
        lastDirection = nil
        if times > 1 { laterTimes.removeAll(keepingCapacity: true) }
        times = 0
        words = 0
        isBlank = true
        endsInBracket = isInArray
        self.origin = origin
        surplus = 0
        isOpen = false
        lastInk = 0
        inkEnd = 0
        isAtFirstWord = true
        isAfterMark = false
        timeEnd = -1
        literalsChecked = 0
        lacksCommentEnd = false
        route = RouteReader()
        self.isInArray = isInArray
    }

    @inline(__always)
    mutating func scan(
        _ text: Span<UInt8>, origin: TextPlace, isInArray: Bool, isBeforeArray: Bool
    ) {
        begin(origin: origin, isInArray: isInArray)
        endsInBracket = isInArray || isBeforeArray
        var index = isInComment ? skipComment(text, from: 0) : 0
        while index < text.count {
            let octet = text[index]
            if TextOctet.isWord(octet) {
                index = scanWord(text, index)
                isAtFirstWord = false
                isBlank = false
                inkEnd = index
                lastInk = text.octet(index - 1)
            } else if TextOctet.isSpace(octet) {
                index += 1
            } else if octet >= 0x80 {
                index = scanWide(text, index)
            } else {
                let next = scanPunctuation(text, index)
                isBlank = false
                inkEnd = next
                lastInk = text.octet(next - 1)
                index = next
            }
        }
        closeRun()
        marks.direction = marks.direction ?? route.direction
    }

    /// The place of the character at `index` of the line.
    @inline(__always)
    func place(_ index: Int) -> TextPlace { origin.advanced(by: index - surplus) }

    mutating func closeRun() { isOpen = false }

    /// Takes what ends at `index` for a word, which ends a run.
    mutating func takeWord(at start: Int) {
        words += 1
        isAfterOpener = false
        isAfterMark = false
        if isOpen, let last = runs.indices.last, inkEnd == runs[last].textEnd {
            runs[last].isBeforeWord = true
        }
        isOpen = false
    }

    /// The later mark counts, but one behind octets counts only if there was none before.
    mutating func takeDirection(_ direction: Direction) {
        lastDirection = direction
        if octets.count < 3 || marks.direction == nil { marks.direction = direction }
        isAfterMark = true
        isOpen = false
    }

    mutating func takeClock(_ reading: ClockReading, _ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < reading.end {
            let length = text.octet(index) >= 0x80 ? WideCharacter(text, at: index).length : 1
            surplus += length - 1
            index += length
        }
        if let time = reading.timestamp {
            if times == 0 { marks.timestamp = time } else { laterTimes.append(time) }
            times += 1
        } else {
            // A date alone is text, not a mark.
            words += 1
        }
        timeEnd = reading.end
        isAfterMark = true
        isOpen = false
        return reading.end
    }

    /// The time of the line with the number, from 1 on.
    func time(_ number: Int) -> Timestamp? {
        laterTimes.indices.contains(number - 2) ? laterTimes[number - 2] : marks.timestamp
    }

    /// Notes that the octets are broken at `index`; only the first such place of a run counts.
    mutating func note(_ problem: HexProblem, at index: Int) {
        guard let last = runs.indices.last, runs[last].problem == nil else { return }
        runs[last].problem = problem
        runs[last].problemPlace = place(index)
        runs[last].problemOctet = octets.count
    }

    @inline(__always)
    mutating func append(_ octet: UInt8, at index: Int) {
        octets.append(octet)
        places.append(place(index))
    }

    /// Joins a group to the last run if it is of the same kind, or begins a run with it.
    mutating func openRun(_ form: HexRun.Form, isPair: Bool, from start: Int, to end: Int) {
        if isOpen, let last = runs.indices.last, runs[last].form == form,
            form != .bare || runs[last].isPairs == isPair || !runs[last].isPairs
        {
            runs[last].tokens += 1
            runs[last].pairs = isPair ? runs[last].pairs + 1 : 0
            runs[last].isPairs = runs[last].isPairs && isPair
            runs[last].textEnd = end
            return
        }
        var run = HexRun(
            start: octets.count, end: octets.count, textStart: start, textEnd: end, form: form)
        run.tokens = 1
        run.pairs = isPair ? 1 : 0
        run.isPairs = isPair
        run.before = lastInk
        run.isAfterMark = isAfterMark
        run.direction = lastDirection
        run.times = times
        runs.append(run)
        isOpen = true
        isAfterMark = false
        isAfterOpener = false
    }

    /// Closes the account of the group that `openRun` began.
    @inline(__always)
    mutating func endGroup(_ text: Span<UInt8>, at end: Int) {
        guard let last = runs.indices.last else { return }
        runs[last].end = octets.count
        runs[last].textEnd = end
        if runs[last].tokens == 1 { runs[last].separator = text.octet(end) }
    }
}
