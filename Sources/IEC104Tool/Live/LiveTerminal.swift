import Glibc

/// The terminal as a full screen: what was there before comes back at the end.
enum LiveTerminal {
    /// The other screen, no cursor.
    static var begin: StaticString { "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J" }
    static var end: StaticString { "\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l" }

    /// May be called by the handler of a signal.
    static func write(_ text: StaticString) {
        _ = unsafe Glibc.write(STDOUT_FILENO, text.utf8Start, text.utf8CodeUnitCount)
    }

    /// How large the window is now.
    static var size: LiveScreen.Size {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
            size.ws_row > 0
        else { return LiveScreen.Size(columns: 80, rows: 24) }
        return LiveScreen.Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }

    /// The octets that show `lines`, without a flicker: each line replaces the one before it.
    static func octets(_ lines: [LiveScreen.Line], isColored: Bool) -> [UInt8] {
        var text = "\u{1B}[H"
        for (index, line) in lines.enumerated() {
            if index > 0 { text += "\r\n" }
            text += start(line.style, isColored) + line.text + "\u{1B}[0m"
        }
        return Array((text + "\u{1B}[J").utf8)
    }

    private static func start(_ style: LiveScreen.Line.Style, _ isColored: Bool) -> String {
        switch style {
        case .title: "\u{1B}[1m"
        case .head: "\u{1B}[4m"
        case .chosen: "\u{1B}[7m"
        case .problem: isColored ? "\u{1B}[31m" : "\u{1B}[1m"
        case .dim: "\u{1B}[2m"
        case .plain: ""
        }
    }
}
