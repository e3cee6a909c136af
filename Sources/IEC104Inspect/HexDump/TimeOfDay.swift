/// A time of day of a log line.
struct TimeOfDay {
    private var seconds: Int
    private var nanoseconds = 0
    private var fractionDigits = 0
    /// The text says that it is UTC.
    private var isUTC = false
    /// Where the time ends in the text.
    private(set) var end: Int

    init?(hour: Int, minute: Int, second: Int, end: Int) {
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        seconds = hour * 3600 + minute * 60 + second
        self.end = end
    }

    /// `08:25:11` or `08时25分11秒` with what may follow: a fraction, AM or PM, a zone.
    /// Seconds may be missing behind a date.
    init?(_ text: Span<UInt8>, at start: Int, isAfterDate: Bool) {
        var index = start
        guard let hour = text.decimal(&index, 1...2) else { return nil }
        if WideCharacter.sign(in: text, at: index) == .hour {
            self.init(text, wideAt: index, hour: hour)
            return
        }
        guard text.octet(index) == 0x3A else { return nil }
        index += 1
        guard let minute = text.decimal(&index, 2...2) else { return nil }
        var second = 0
        if text.octet(index) == 0x3A {
            index += 1
            guard let number = text.decimal(&index, 2...2) else { return nil }
            second = number
        } else if !isAfterDate {
            return nil
        }
        self.init(hour: hour, minute: minute, second: second, end: index)
        readTail(text)
        let next = text.octet(end)
        if TextOctet.isWord(next) || next == 0x3A && TextOctet.isHex(text.octet(end + 1)) {
            guard isAfterDate, next == 0x3A else { return nil }
        }
    }

    private init?(_ text: Span<UInt8>, wideAt start: Int, hour: Int) {
        var index = start + WideCharacter(text, at: start).length
        guard let minute = text.decimal(&index, 1...2),
            WideCharacter.sign(in: text, at: index) == .minute
        else { return nil }
        index += WideCharacter(text, at: index).length
        let atSecond = index
        var number = 0
        if let second = text.decimal(&index, 1...2) { number = second }
        if WideCharacter.sign(in: text, at: index) == .second {
            index += WideCharacter(text, at: index).length
        } else {
            index = atSecond
            number = 0
        }
        self.init(hour: hour, minute: minute, second: number, end: index)
        var milli = index
        if index > atSecond, let value = text.decimal(&milli, 1...3),
            WideCharacter.sign(in: text, at: milli) == .milli
        {
            milli += WideCharacter(text, at: milli).length
            if WideCharacter.sign(in: text, at: milli) == .second {
                milli += WideCharacter(text, at: milli).length
            }
            nanoseconds = value * 1_000_000
            fractionDigits = 3
            end = milli
        }
    }

    /// Reads a fraction, AM or PM and a zone from `end` on.
    mutating func readTail(_ text: Span<UInt8>) {
        var digits = 0
        while TextOctet.isDigit(text.octet(end + 1 + digits)) { digits += 1 }
        let isClosed = !TextOctet.isWord(text.octet(end + 1 + digits))
        switch text.octet(end) {
        case 0x2E where digits > 0:
            readFraction(text, from: end + 1)
        // A comma or colon may as well stand before hex digits: take the usual lengths only.
        case 0x2C where isClosed && (digits == 3 || digits == 6 || digits == 9),
            0x3A where isClosed && digits == 3 && text.octet(end + 4) != 0x3A:
            readFraction(text, from: end + 1)
        default:
            break
        }
        readHalf(text)
        readZone(text)
    }

    mutating func readFraction(_ text: Span<UInt8>, from start: Int) {
        var index = start
        (nanoseconds, fractionDigits) = text.fraction(&index)
        end = index
    }

    private mutating func readHalf(_ text: Span<UInt8>) {
        let index = text.octet(end) == 0x20 ? end + 1 : end
        let half = text.octet(index) | 0x20
        guard half == 0x61 || half == 0x70, text.octet(index + 1) | 0x20 == 0x6D,
            !TextOctet.isWord(text.octet(index + 2)), seconds < 13 * 3600
        else { return }
        let isNoonHour = seconds >= 12 * 3600
        if half == 0x70, !isNoonHour { seconds += 12 * 3600 }
        if half == 0x61, isNoonHour { seconds -= 12 * 3600 }
        end = index + 2
    }

    private mutating func readZone(_ text: Span<UInt8>) {
        let next = text.octet(end)
        if next | 0x20 == 0x7A, !TextOctet.isWord(text.octet(end + 1)) {
            isUTC = true
            end += 1
            return
        }
        var index = next == 0x20 ? end + 1 : end
        if text.packedWord(index..<index + 3) == 0x757463
            || text.packedWord(index..<index + 3) == 0x676D74,
            !TextOctet.isWord(text.octet(index + 3))
        {
            isUTC = true
            end = index + 3
            return
        }
        let sign = text.octet(index)
        guard sign == 0x2B || sign == 0x2D else { return }
        index += 1
        guard let hours = text.decimal(&index, 2...2), hours <= 14 else { return }
        if text.octet(index) == 0x3A { index += 1 }
        guard let minutes = text.decimal(&index, 2...2), minutes < 60,
            !TextOctet.isWord(text.octet(index))
        else { return }
        isUTC = hours == 0 && minutes == 0
        end = index
    }

    /// The time as a timestamp, on `date` if the text gave one.
    func timestamp(on date: CivilDate?) -> Timestamp {
        var total = Int64(seconds)
        var scale = Timestamp.Scale.timeOfDay
        if let date {
            total += Int64(date.dayNumber) * 86_400
            // The clock of another zone is shown as the log wrote it, as the time tags of the
            // octets are.
            scale = isUTC ? .utc : .local
        }
        return Timestamp(
            nanoseconds: total * 1_000_000_000 + Int64(nanoseconds), scale: scale,
            fractionDigits: UInt8(fractionDigits))
    }
}
