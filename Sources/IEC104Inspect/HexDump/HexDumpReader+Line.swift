extension HexDumpReader {
    /// Takes a line or a piece of it.
    mutating func takePiece(_ text: Span<UInt8>, isLast: Bool, _ handle: HexItemHandler) {
        let origin = TextPlace(line: lineNumber, column: lineColumn + 1)
        let isWhole = isFirstPiece && isLast
        if !(isWhole && takeDumpLine(text, origin: origin, handle)) {
            scanner.scan(
                text, origin: origin, isInArray: isInArray, isBeforeArray: isBeforeArray)
            takeScanned(text, handle)
            if isWhole, text.octet(0) == 0x3D || text.octet(0) == 0x4E {
                followed.takeHeader(text)
            }
        }
        isFirstPiece = false
        lineColumn = min(lineColumn + text.count - scanner.surplus, TextPlace.greatestColumn)
    }

    /// Counts the line that has ended.
    mutating func closeLine() {
        statistics.lines += 1
        if lineGaveOctets {
            statistics.linesWithOctets += 1
        } else if !lineGaveProblem, !lineIsBlank, !lineIsLayout {
            statistics.ignoredLines += 1
        }
        lineNumber += 1
        lineColumn = 0
        isFirstPiece = true
        lineGaveOctets = false
        lineGaveProblem = false
        lineIsBlank = true
        lineIsLayout = false
        if !lineMarks.isEmpty { lineMarks = HexMarks() }
    }

    private mutating func takeScanned(_ text: Span<UInt8>, _ handle: HexItemHandler) {
        if scanner.isBlank {
            if isFirstPiece, header.isEmpty == false, !cutter.isHolding { header = HexMarks() }
            return
        }
        lineIsBlank = false
        if dump.isActive { endDump(handle) }
        if !scanner.marks.isEmpty { lineMarks = scanner.marks }
        var judge = RunJudge(
            isPure: scanner.words == 0 && lineMarks.isEmpty, marks: lineMarks,
            isContinued: !isFirstPiece && lineGaveOctets,
            missing: isFirstPiece && cutter.isHolding ? cutter.missing(for: lineMarks) : nil)
        var accepted = 0
        var times = 0
        for index in scanner.runs.indices {
            guard let range = judge.judge(scanner.runs[index], scanner.octets.span, text) else {
                continue
            }
            // Behind octets with a time, a further time counts for what follows it.
            let isAtNewTime = times > 0 && scanner.runs[index].times > times
            times = scanner.runs[index].times
            if isAtNewTime { lineMarks.timestamp = scanner.time(times) }
            take(
                scanner.runs[index], range, isFirst: accepted == 0, isAtNewTime: isAtNewTime,
                handle)
            judge.missing = nil
            accepted += 1
        }
        if accepted == 0 {
            if let index = judge.longestRow(scanner.runs, scanner.octets.span, text) {
                let run = scanner.runs[index]
                take(run, run.start..<run.end, isFirst: true, isAtNewTime: false, handle)
                accepted = 1
            } else {
                takeText(handle)
            }
        }
        isBeforeArray =
            accepted == 0 && (scanner.isAfterOpener || isBeforeArray && scanner.words == 0)
        isInArray = cutter.isStream && scanner.endsInBracket
        if !isInArray, cutter.isStream { cutter.flush(handle) }
    }

    /// Takes a line without octets: it ends what was unfinished and may be a header.
    private mutating func takeText(_ handle: HexItemHandler) {
        guard scanner.words > 0 || !lineMarks.isEmpty else { return }
        cutter.flush(handle)
        guard isFirstPiece else { return }
        let isHeader = lineMarks.direction != nil || scanner.words == 0
        header = isHeader ? lineMarks : HexMarks()
    }

    /// Takes the octets of a run in `range`.
    private mutating func take(
        _ run: HexRun, _ range: Range<Int>, isFirst: Bool, isAtNewTime: Bool,
        _ handle: HexItemHandler
    ) {
        let beginsAnew = isAtNewTime || isFirst && isFirstPiece && !lineMarks.isEmpty
        if beginsAnew { header = HexMarks() }
        var marks = lineMarks.isEmpty ? header : lineMarks
        if !isFirst, let direction = run.direction { marks.direction = direction }
        statistics.octets += range.count
        if !range.isEmpty { lineGaveOctets = true }
        if let problem = run.problem {
            statistics.problems += 1
            lineGaveProblem = true
            let item = HexItem(
                kind: .problem(problem), line: run.problemPlace.line,
                column: run.problemPlace.column, timestamp: marks.timestamp,
                direction: marks.direction)
            let breakAt = max(0, run.problemOctet - range.lowerBound)
            cutter.takeBroken(range, of: scanner, breakAt: breakAt, problem: item, handle)
            return
        }
        let isOpened = run.before == 0x7B || run.before == 0x5B
        let isNumber = run.form == .prefixed
        if isNumber, isOpened || isBeforeArray || isInArray && !beginsAnew {
            if !isInArray || isOpened { cutter.flush(handle) }
            isInArray = true
            cutter.takeStream(range, of: scanner, marks: marks, handle)
            if run.isClosed { cutter.flush(handle) }
            return
        }
        cutter.take(
            range, of: scanner, form: run.form, marks: marks, beginsAnew: beginsAnew, handle)
    }
}
