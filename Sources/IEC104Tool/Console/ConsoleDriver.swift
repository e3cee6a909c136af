import IEC104
import IEC104Inspect

/// Joins input, editor, console and output: lines of a pipe as they come, those of a terminal as
/// they are edited.
///
/// Sendable, as it is used on the thread of the loop only.
final class ConsoleDriver: @unchecked Sendable {
    private let console: any LineConsole
    /// `nil`: plain lines.
    private var editor: LineEditor?
    private var begun: [UInt8] = []
    /// Nothing was read yet: a byte order mark may come.
    private var isFirst = true
    /// The line that is read is too long: what is left of it is passed over.
    private var isTooLong = false
    /// The line is to be shown again.
    private let redraw: () -> Void
    private let write: (String) -> Void

    init(
        _ console: any LineConsole, isTerminal: Bool, write: @escaping (String) -> Void,
        redraw: @escaping () -> Void
    ) {
        self.console = console
        self.write = write
        self.redraw = redraw
        editor = isTerminal ? LineEditor { console.completion(of: $0) } : nil
    }

    /// Begins to read, when the mode says so.
    static func start<P: Printer & Sendable>(
        _ mode: ConsoleMode, _ console: any LineConsole, of command: String,
        _ output: StationOutput<P>, on loop: EventLoop
    ) {
        guard mode != .off else { return }
        let isTerminal = mode == .terminal && Terminal.begin()
        let driver = ConsoleDriver(
            console, isTerminal: isTerminal, write: { output.line($0) },
            redraw: { output.scheduleFlush() })
        if isTerminal { output.editedLine = { driver.shownLine } }
        if !ConsoleInput.start(on: loop, { await driver.take($0) }) {
            Standard.error.write("iec104 \(command): no thread for the console\n")
        }
        output.scheduleFlush()
    }

    /// Takes what was read; nothing is the end of the input, which ends nothing.
    func take(_ octets: [UInt8]) async {
        guard editor != nil else { return await takePlain(octets) }
        for octet in octets {
            editor?.remembers = !console.isAsking
            for line in editor?.take([octet]) ?? [] {
                write(console.prompt + line)
                let wasAsking = console.isAsking
                await console.run(line, waits: false)
                // What was typed before the question was there does not answer it.
                if console.isAsking, !wasAsking { return redraw() }
            }
        }
        if let hints = editor?.takeHints(), !hints.isEmpty { write(hints.joined(separator: "  ")) }
        redraw()
    }

    private func takePlain(_ octets: [UInt8]) async {
        var rest = octets[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")), !Signals.wantsStop {
            begin(rest[..<end])
            await endLine()
            rest = rest[(end + 1)...]
        }
        begin(rest)
        // The last line may have no end.
        if octets.isEmpty { await endLine() }
    }

    private func begin(_ octets: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        begun += octets
        isTooLong = begun.count > LineEditor.longestLine
    }

    private func endLine() async {
        if isFirst, begun.starts(with: [0xEF, 0xBB, 0xBF]) { begun.removeFirst(3) }
        isFirst = false
        let (octets, wasTooLong) = (begun, isTooLong)
        begun = []
        isTooLong = false
        guard !wasTooLong else { return console.refuseLongLine(octets) }
        let line = octets.last == UInt8(ascii: "\r") ? octets.dropLast() : octets[...]
        if !line.isEmpty { await console.run(String(decoding: line, as: UTF8.self), waits: true) }
    }

    /// The line as it is edited, and the cursor in its place.
    var shownLine: [UInt8] {
        guard let editor else { return [] }
        let shown = editor.shown(prompt: console.prompt, columns: Terminal.columns)
        return Array("\(shown.text)\r\u{1B}[\(max(shown.cursor, 1))C".utf8)
    }
}
