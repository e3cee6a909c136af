/// Finds the IEC 104 messages in text: plain hex, log lines, C and Python arrays, and the dumps of
/// xxd, hexdump, od and Wireshark, in any mixture.
///
/// The text comes in any portions; memory does not grow with it. Each item is handed out with its
/// octets exactly as the text gives them:
/// - A run of hex groups that begins with 0x68 is cut into APDUs by their length octets. What is
///   left behind the last one goes on in the next line of the same form, unless that line carries
///   its own time or direction or reads as whole APDUs itself.
/// - The lines of a dump with offsets, and of an array of numbers, are one stream.
/// - In other octets the next plausible APDU is looked for; what stands before it is skipped.
/// - In a line with words, a run counts if it begins like an APDU, or else if it is a row of at
///   least four groups of two digits that is no hardware address.
/// - A line without a time or direction of its own takes those of a header line before it.
public struct HexDumpReader {
    /// A line is looked at in pieces of at most this many octets.
    static let longestPiece = 16384

    /// What has been seen so far, of all texts.
    public internal(set) var statistics = HexDumpStatistics()

    var encoding = Encoding.open
    /// Octets before the encoding is known; later room for text turned into UTF-8.
    var start: [UInt8] = []
    var halfUnit: UInt8?

    /// A line whose end has not come.
    private var unfinished: [UInt8] = []
    private var endedWithReturn = false

    var lineNumber = 1
    /// Characters of the line in the pieces before this one.
    var lineColumn = 0
    var isFirstPiece = true
    /// What the pieces of the line gave so far.
    var lineGaveOctets = false
    var lineGaveProblem = false
    var lineIsBlank = true
    var lineIsLayout = false

    var scanner = LineScanner()
    var cutter = APDUCutter()
    var dump = OffsetDump()
    /// The other side of a stream whose sides are dumped in turn.
    var otherDump = OffsetDump()
    var otherCutter = APDUCutter()
    var followed = FollowedStream()
    /// The previous line of a dump, for a `*` line.
    var repeated: [UInt8] = []
    var lineMarks = HexMarks()
    var header = HexMarks()
    /// Inside an array of numbers, and behind a line that may begin one.
    var isInArray = false
    var isBeforeArray = false

    /// A reader at the start of a text.
    public init() {}

    /// Takes the next portion of the text and hands out the items that are complete.
    public mutating func consume(_ text: Span<UInt8>, _ handle: HexItemHandler) {
        var taken = 0
        if case .open = encoding { taken = takeStart(text, handle) }
        let rest = text.extracting(taken..<text.count)
        switch encoding {
        case .open: break
        case .octets: feed(rest, handle)
        case .utf16(let isBigEndian): takeUTF16(rest, isBigEndian: isBigEndian, handle)
        }
    }

    /// Ends the text: hands out what is unfinished. The next text begins at line 1.
    public mutating func finish(_ handle: HexItemHandler) {
        decideEncoding(isEnd: true, handle)
        if !unfinished.isEmpty || !isFirstPiece { endLine(handle) }
        endDump(handle)
        let total = statistics
        self = HexDumpReader()
        statistics = total
    }

    /// Splits text into lines at LF, CR and CRLF.
    mutating func feed(_ text: Span<UInt8>, _ handle: HexItemHandler) {
        var index = 0
        if endedWithReturn, !text.isEmpty {
            endedWithReturn = false
            if text[0] == 0x0A { index = 1 }
        }
        var lineStart = index
        while index < text.count {
            let octet = text[index]
            guard octet == 0x0A || octet == 0x0D else {
                index += 1
                continue
            }
            takeLine(text.extracting(lineStart..<index), handle)
            index += 1
            if octet == 0x0D {
                if index >= text.count {
                    endedWithReturn = true
                } else if text[index] == 0x0A {
                    index += 1
                }
            }
            lineStart = index
        }
        keep(text.extracting(lineStart..<text.count), handle)
    }

    private mutating func takeLine(_ line: Span<UInt8>, _ handle: HexItemHandler) {
        if unfinished.isEmpty, isFirstPiece, line.count < Self.longestPiece {
            takePiece(line, isLast: true, handle)
            closeLine()
        } else {
            keep(line, handle)
            endLine(handle)
        }
    }

    private mutating func endLine(_ handle: HexItemHandler) {
        withUnfinished { reader, piece in reader.takePiece(piece, isLast: true, handle) }
        unfinished.removeAll(keepingCapacity: true)
        closeLine()
    }

    /// Keeps the front of a line; a full piece of it is looked at.
    private mutating func keep(_ text: Span<UInt8>, _ handle: HexItemHandler) {
        for index in 0..<text.count {
            unfinished.append(text[index])
            guard unfinished.count >= Self.longestPiece else { continue }
            let end = Self.pieceEnd(unfinished.span)
            withUnfinished { reader, piece in
                reader.takePiece(piece.extracting(0..<end), isLast: false, handle)
            }
            unfinished.removeFirst(end)
        }
    }

    private mutating func withUnfinished(_ body: (inout HexDumpReader, Span<UInt8>) -> Void) {
        var line: [UInt8] = []
        swap(&line, &unfinished)
        body(&self, line.span)
        swap(&line, &unfinished)
    }

    /// Where to cut a long line: behind a separator near its end, or else so that no octet of a
    /// row of digits is torn.
    private static func pieceEnd(_ line: Span<UInt8>) -> Int {
        var index = line.count
        while index > line.count - 256, index > 1 {
            if line[index - 1] == 0x20 || line[index - 1] == 0x2C { return index }
            index -= 1
        }
        var start = line.count
        while start > 0, TextOctet.isHex(line[start - 1]) { start -= 1 }
        let end = line.count - (line.count - start) & 1
        return end > 0 ? end : line.count
    }
}
