extension HexDumpReader {
    /// The encoding of a text, from its byte order mark.
    enum Encoding {
        /// The first octets are still being looked at.
        case open
        /// ASCII, UTF-8, GB18030 or another encoding that leaves ASCII as it is.
        case octets
        case utf16(isBigEndian: Bool)
    }

    /// Takes the first octets of a text until its encoding is known; returns how many of `text`.
    mutating func takeStart(_ text: Span<UInt8>, _ handle: HexItemHandler) -> Int {
        var taken = 0
        while taken < text.count, case .open = encoding {
            start.append(text[taken])
            taken += 1
            decideEncoding(isEnd: false, handle)
        }
        return taken
    }

    /// Decides on the encoding as soon as the first octets tell.
    mutating func decideEncoding(isEnd: Bool, _ handle: HexItemHandler) {
        guard let first = start.first else { return }
        let second = start.count > 1 ? start[1] : 0
        switch (first, start.count) {
        case (0xFF, 1) where !isEnd, (0xFE, 1) where !isEnd, (0xEF, 1) where !isEnd: return
        case (0xEF, 2) where !isEnd && second == 0xBB: return
        case (0xFF, 2) where second == 0xFE: encoding = .utf16(isBigEndian: false)
        case (0xFE, 2) where second == 0xFF: encoding = .utf16(isBigEndian: true)
        default:
            encoding = .octets
            let isMarked = first == 0xEF && second == 0xBB && start.count > 2 && start[2] == 0xBF
            if !isMarked {
                let octets = start
                feed(octets.span, handle)
            }
        }
        start.removeAll(keepingCapacity: true)
    }

    /// Takes UTF-16 text, turned into UTF-8.
    mutating func takeUTF16(
        _ text: Span<UInt8>, isBigEndian: Bool, _ handle: HexItemHandler
    ) {
        var piece: [UInt8] = []
        swap(&piece, &start)
        for index in 0..<text.count {
            let octet = text[index]
            guard let first = halfUnit else {
                halfUnit = octet
                continue
            }
            halfUnit = nil
            let unit =
                isBigEndian
                ? UInt16(first) << 8 | UInt16(octet) : UInt16(octet) << 8 | UInt16(first)
            Self.append(unit, to: &piece)
            if piece.count >= 1024 {
                feed(piece.span, handle)
                piece.removeAll(keepingCapacity: true)
            }
        }
        feed(piece.span, handle)
        piece.removeAll(keepingCapacity: true)
        swap(&piece, &start)
    }

    /// Appends a code unit in UTF-8; a surrogate pair becomes one replacement character.
    private static func append(_ unit: UInt16, to octets: inout [UInt8]) {
        switch unit {
        case 0..<0x80:
            octets.append(UInt8(unit))
        case 0x80..<0x800:
            octets.append(0xC0 | UInt8(unit >> 6))
            octets.append(0x80 | UInt8(unit & 0x3F))
        case 0xDC00..<0xE000:
            break
        default:
            let shown = unit & 0xFC00 == 0xD800 ? 0xFFFD : unit
            octets.append(0xE0 | UInt8(shown >> 12))
            octets.append(0x80 | UInt8(shown >> 6 & 0x3F))
            octets.append(0x80 | UInt8(shown & 0x3F))
        }
    }

    /// Whether the front of a file (64 KiB of it at most) is text that may hold a dump, and not
    /// a binary file: it has no NUL and hardly any control characters, or a UTF-16 mark.
    public static func looksLikeText(_ front: Span<UInt8>) -> Bool {
        let count = min(front.count, 65536)
        if front.octet(0) == 0xFF && front.octet(1) == 0xFE { return true }
        if front.octet(0) == 0xFE && front.octet(1) == 0xFF { return true }
        var controls = 0
        for index in 0..<count {
            switch front[index] {
            case 0: return false
            case 0x09, 0x0A, 0x0C, 0x0D, 0x1B: break
            case 0x01..<0x20, 0x7F: controls += 1
            default: break
            }
        }
        return controls * 32 <= count
    }
}
