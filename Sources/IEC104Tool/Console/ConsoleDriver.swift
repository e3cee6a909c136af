import IEC104
import IEC104Inspect

/// Joins input, editor, console and output: lines of a pipe as they come, those of a terminal as
/// they are edited.
///
/// Sendable, as it is used on the thread of the loop only.
final class ConsoleDriver: @unchecked Sendable {
    private let console: Console
    /// `nil`: plain lines.
    private var editor: LineEditor?
    private var begun: [UInt8] = []
    /// The line that is read is too long: what is left of it is passed over.
    private var isTooLong = false
    /// The line is to be shown again.
    private let redraw: () -> Void
    private let write: (String) -> Void
    static let prompt = "iec104> "

    init(
        _ console: Console, isTerminal: Bool, write: @escaping (String) -> Void,
        redraw: @escaping () -> Void
    ) {
        self.console = console
        self.write = write
        self.redraw = redraw
        editor = isTerminal ? LineEditor(names: ConsoleCommand.rows.map(\.name)) : nil
    }

    /// Begins to read, when the mode says so.
    static func start<P: Printer & Sendable>(
        _ mode: RuntimeOptions.ConsoleMode, _ outstations: [Outstation], _ list: PointList,
        _ options: StationOptions, _ output: StationOutput<P>, on loop: EventLoop
    ) {
        output.isTracing = options.traces
        guard mode != .off else { return }
        let isTerminal = mode == .terminal && Terminal.begin()
        let console = Console(
            outstations, PointDirectory(list), language: options.language,
            isJSON: options.format == .json, write: { output.line($0) },
            trace: { output.isTracing = $0 })
        let driver = ConsoleDriver(
            console, isTerminal: isTerminal, write: { output.line($0) },
            redraw: { output.scheduleFlush() })
        if isTerminal { output.editedLine = { driver.shownLine } }
        if !ConsoleInput.start(on: loop, { driver.take($0) }) {
            Standard.error.write("iec104 outstation: no thread for the console\n")
        }
        output.scheduleFlush()
    }

    /// Takes what was read; nothing is the end of the input, which ends nothing.
    func take(_ octets: [UInt8]) {
        if editor == nil { return takePlain(octets) }
        for line in editor?.take(octets) ?? [] {
            write(Self.prompt + line)
            console.run(line)
        }
        redraw()
    }

    private func takePlain(_ octets: [UInt8]) {
        var rest = octets[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            begin(rest[..<end])
            endLine()
            rest = rest[(end + 1)...]
        }
        begin(rest)
        // The last line may have no end.
        if octets.isEmpty { endLine() }
    }

    private func begin(_ octets: ArraySlice<UInt8>) {
        guard !isTooLong else { return }
        begun += octets
        isTooLong = begun.count > LineEditor.longestLine
    }

    private func endLine() {
        defer {
            begun = []
            isTooLong = false
        }
        guard !isTooLong else { return console.refuseLongLine(begun) }
        let line = begun.last == UInt8(ascii: "\r") ? begun.dropLast() : begun[...]
        if !line.isEmpty { console.run(String(decoding: line, as: UTF8.self)) }
    }

    /// The line as it is edited, and the cursor in its place.
    var shownLine: [UInt8] {
        guard let editor else { return [] }
        let shown = editor.shown(prompt: Self.prompt, columns: Terminal.columns)
        return Array("\(shown.text)\r\u{1B}[\(max(shown.cursor, 1))C".utf8)
    }
}
