import IEC104Inspect

/// A sink that prints text, which is written out and forgotten from time to time.
protocol Printer: InspectionSink {
    var text: OctetText { get }
    mutating func removeAll()
    /// Prints what can be told at the end of an input only.
    mutating func finish()
}

extension Printer {
    mutating func finish() {}
}

extension TextPrinter: Printer {}
extension JSONPrinter: Printer {}

/// Reads all inputs one after the other and writes what a printer makes of them.
struct DecodeRun<P: Printer> {
    private let options: DecodeOptions
    private let printer: P
    private static var portion: Int { 256 * 1024 }

    init(_ options: DecodeOptions, _ printer: P) {
        self.options = options
        self.printer = printer
    }

    func run() -> ExitCode {
        var code = ExitCode.done
        for file in options.files {
            if options.files.count > 1, P.self != JSONPrinter.self {
                Standard.output.write("==> \(file) <==\n")
            }
            do throws(SystemError) {
                if try !decode(file) { code = .failed }
            } catch {
                complain(file, error.text)
                code = .failed
            }
            if Signals.wantsStop { return .failed }
        }
        return code
    }

    /// Decodes a file; `false` when something in it could not be read.
    private func decode(_ path: String) throws(SystemError) -> Bool {
        let file = try InputFile(path)
        var inspector = Inspector(
            sink: FilteringSink(printer, options.filter), input: options.input,
            ports: options.ports, profile: options.profile)
        var buffer = [UInt8](repeating: 0, count: Self.portion)
        var progress = Progress(size: file.size)
        var total = 0
        while true {
            let count: Int
            do throws(SystemError) {
                count = try file.read(into: &buffer)
            } catch {
                inspector.finish()
                _ = flush(&inspector)
                throw error
            }
            if count == 0 { break }
            total += count
            inspector.consume(buffer.span.extracting(0..<count))
            // Nobody reads any more, as after `| head`: that is no failure.
            if !flush(&inspector) { return true }
            progress.show(total)
        }
        progress.clear()
        inspector.finish()
        inspector.sink.base.finish()
        _ = flush(&inspector)
        if let reason = Emptiness.reason(inspector, octets: total) {
            complain(path, reason)
            return false
        }
        let counts = inspector.counts
        return counts.unreadable == 0 && counts.faults == 0
    }

    private func flush(_ inspector: inout Inspector<FilteringSink<P>>) -> Bool {
        guard !inspector.sink.base.text.octets.isEmpty else { return true }
        defer { inspector.sink.base.removeAll() }
        return Standard.output.write(inspector.sink.base.text.octets)
    }

    private func complain(_ file: String, _ reason: String) {
        let name = file == "-" ? "standard input" : "'\(file)'"
        Standard.error.write("iec104 decode: \(name): \(reason)\n")
    }
}

/// Why an input gave nothing to show.
private enum Emptiness {
    static func reason<Sink>(_ inspector: Inspector<Sink>, octets: Int) -> String? {
        guard octets > 0 else { return "empty, there is nothing to decode" }
        guard inspector.counts.records == 0 else { return nil }
        if let text = inspector.hexStatistics {
            return "read as text of \(text.lines) line(s), but none has octets in hexadecimal, "
                + "such as '68 04 07 00 00 00'"
        }
        if let capture = inspector.captureStatistics {
            return "a capture of \(capture.packets) packets, \(capture.tcp) of them TCP, but no "
                + "IEC 104 in it; --port PORT looks at other ports than 2404"
        }
        return "no octets of IEC 104 found"
    }
}
extension ExplanationPrinter: Printer {}
extension SummaryPrinter: Printer {}
