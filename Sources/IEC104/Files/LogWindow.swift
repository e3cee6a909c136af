import IEC104Codec
import IEC104Station

/// Which part of a text a log query gets: the lines from the first one whose time is not before the
/// start, up to the first one whose time is after the stop.
///
/// The lines of a log begin with their time, `2026-03-02T08:25:12` or `2026-03-02 08:25:12`, perhaps
/// with a fraction, on the clock of the station, and are in the order of their times. A line without
/// one belongs to the line before. A text without any time is given whole.
struct LogWindow {
    /// Octets of a log that is looked through.
    static let longest = 256 << 20

    private let start: Int64
    private let stop: Int64
    private var place = 0
    private var first: Int?
    private var end: Int?
    private var hasTimes = false
    private var line: [UInt8] = []
    private var lineStart = 0

    /// `nil` when the range has times that no calendar has.
    init?(_ range: LogRange) {
        guard let start = range.start.millisecondsSince1970,
            let stop = range.stop.millisecondsSince1970
        else { return nil }
        self.start = start
        self.stop = stop
    }

    /// Whether what follows changes nothing.
    var isComplete: Bool { end != nil }

    /// Reads the next portion of the text.
    mutating func read(_ portion: [UInt8]) {
        for octet in portion {
            if place == lineStart { line.removeAll(keepingCapacity: true) }
            place += 1
            if octet == UInt8(ascii: "\n") {
                judge()
                lineStart = place
            } else if line.count < 23 {
                line.append(octet)
                if line.count == 23 { judge() }
            }
        }
    }

    /// The part of a text of so many octets.
    mutating func part(of count: Int) -> Range<Int> {
        judge()
        guard hasTimes else { return 0..<count }
        let first = first ?? count
        return first..<max(first, end ?? count)
    }

    private mutating func judge() {
        defer { line.removeAll(keepingCapacity: true) }
        guard end == nil, let time = Self.time(line) else { return }
        hasTimes = true
        if first == nil, time >= start { first = lineStart }
        if time > stop { end = lineStart }
    }

    /// The time at the beginning of a line, in milliseconds since 1970.
    static func time(_ line: [UInt8]) -> Int64? {
        func number(_ first: Int, _ count: Int) -> Int? {
            guard first + count <= line.count else { return nil }
            var value = 0
            for octet in line[first..<(first + count)] {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) else { return nil }
                value = value * 10 + Int(octet - UInt8(ascii: "0"))
            }
            return value
        }
        guard line.count >= 19, line[4] == UInt8(ascii: "-"), line[7] == UInt8(ascii: "-"),
            line[10] == UInt8(ascii: "T") || line[10] == UInt8(ascii: " "),
            line[13] == UInt8(ascii: ":"), line[16] == UInt8(ascii: ":"),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2)
        else { return nil }
        var millisecond = 0
        if line.count == 23, line[19] == UInt8(ascii: ".") { millisecond = number(20, 3) ?? 0 }
        return CalendarTime(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second,
            millisecond: millisecond)?.millisecondsSince1970
    }
}
