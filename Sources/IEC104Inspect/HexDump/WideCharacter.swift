/// One character that is not ASCII, in UTF-8 or, where that does not fit, in GB18030.
struct WideCharacter {
    /// What the reader has to know of characters outside ASCII.
    enum Sign {
        case space, colon, punctuation, rightArrow, leftArrow
        case send, deliver, receive, take, arrive, up, down, row
        case reply, answer
        case main, sub, station
        case year, month, day, hour, minute, second, milli
        case other
    }

    var sign: Sign
    /// How many octets the character takes.
    var length: Int

    init(_ text: Span<UInt8>, at index: Int) {
        let first = text.octet(index)
        let second = text.octet(index + 1)
        let third = text.octet(index + 2)
        if first & 0xE0 == 0xC0, second & 0xC0 == 0x80 {
            let code = UInt32(first) << 8 | UInt32(second)
            // The ideographs of GB18030 that the reader knows may look like UTF-8, as D5 BE does.
            self.init(sign: Self.sign(of: code), length: 2)
        } else if first & 0xF0 == 0xE0, second & 0xC0 == 0x80, third & 0xC0 == 0x80 {
            let code = UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
            self.init(sign: Self.sign(of: code), length: 3)
        } else if first & 0xF8 == 0xF0, second & 0xC0 == 0x80, third & 0xC0 == 0x80,
            text.octet(index + 3) & 0xC0 == 0x80
        {
            self.init(sign: .other, length: 4)
        } else if first > 0x80, first < 0xFF, second >= 0x40, second != 0x7F, second != 0xFF {
            let code = UInt32(first) << 8 | UInt32(second)
            self.init(sign: Self.sign(of: code), length: 2)
        } else if first > 0x80, first < 0xFF, TextOctet.isDigit(second), third > 0x80,
            TextOctet.isDigit(text.octet(index + 3))
        {
            self.init(sign: .other, length: 4)
        } else {
            self.init(sign: .other, length: 1)
        }
    }

    private init(sign: Sign, length: Int) {
        self.sign = sign
        self.length = length
    }

    /// The sign of the character at `index`, nil if it is ASCII.
    static func sign(in text: Span<UInt8>, at index: Int) -> Sign? {
        text.octet(index) >= 0x80 ? WideCharacter(text, at: index).sign : nil
    }

    /// Both encodings of each character, which never collide in length.
    private static func sign(of code: UInt32) -> Sign {
        switch code {
        case 0xC2A0, 0xE38080, 0xA1A1, 0xE28080...0xE2808B, 0xE280AF, 0xEFBBBF: .space
        case 0xEFBC9A, 0xA3BA: .colon
        case 0xEFBC8C, 0xEFBC9B, 0xE38090, 0xE38091, 0xEFBC88, 0xEFBC89, 0xE38081, 0xE38082,
            0xA3AC, 0xA3BB, 0xA1BE, 0xA1BF, 0xA3A8, 0xA3A9, 0xA1A2, 0xA1A3,
            0xE29480...0xE295BF:
            .punctuation
        case 0xE28692, 0xE28792, 0xA1FA: .rightArrow
        case 0xE28690, 0xE28790, 0xA1FB: .leftArrow
        case 0xE58F91, 0xE799BC, 0xB7A2: .send  // 发 發
        case 0xE98081, 0xCBCD, 0xE587BA, 0xB3F6: .deliver  // 送 出
        case 0xE694B6, 0xCAD5: .receive  // 收
        case 0xE68EA5, 0xBDD3: .take  // 接
        case 0xE588B0, 0xB5BD: .arrive  // 到
        case 0xE4B88A, 0xC9CF: .up  // 上
        case 0xE4B88B, 0xCFC2: .down  // 下
        case 0xE8A18C, 0xD0D0: .row  // 行
        case 0xE59B9E, 0xBBD8, 0xE5938D, 0xCFEC, 0xE7AD94, 0xB4F0: .reply  // 回 响 答
        case 0xE5A48D, 0xB8B4, 0xE5BA94, 0xD3A6: .answer  // 复 应
        case 0xE4B8BB, 0xD6F7: .main  // 主
        case 0xE5AD90, 0xD7D3, 0xE4BB8E, 0xB4D3: .sub  // 子 从
        case 0xE7AB99, 0xD5BE: .station  // 站
        case 0xE5B9B4, 0xC4EA: .year  // 年
        case 0xE69C88, 0xD4C2: .month  // 月
        case 0xE697A5, 0xC8D5: .day  // 日
        case 0xE697B6, 0xE69982, 0xCAB1, 0xE782B9, 0xB5E3: .hour  // 时 時 点
        case 0xE58886, 0xB7D6: .minute  // 分
        case 0xE7A792, 0xC3EB: .second  // 秒
        case 0xE6AFAB, 0xBAC1: .milli  // 毫
        default: .other
        }
    }
}
