import Glibc
import IEC104Inspect

/// A sink that prints text, which is written out and forgotten from time to time.
protocol Printer: InspectionSink {
    var text: OctetText { get }
    /// Notices that are not in the text.
    var notices: [Notice] { get }
    mutating func removeAll()
    /// Prints what can be told at the end of an input only.
    mutating func finish()
}

extension Printer {
    var notices: [Notice] { [] }
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

    /// What could not be read or written.
    private enum Failure: Error {
        case input(SystemError)
        case output(SystemError)
    }

    func run() -> ExitCode {
        var code = ExitCode.done
        for file in options.files {
            do throws(Failure) {
                if options.files.count > 1, P.self != JSONPrinter.self {
                    try write(Array("==> \(file) <==\n".utf8))
                }
                if try !decode(file) { code = .failed }
            } catch {
                switch error {
                case .input(let error): complain(Self.name(file), error.text)
                // Nobody reads any more, as after `| head`: that is no failure.
                case .output(let error) where error.number == EPIPE: return code
                case .output(let error):
                    if !Signals.wantsStop { complain("standard output", error.text) }
                    return .failed
                }
                code = .failed
            }
            if Signals.wantsStop { return .failed }
        }
        return code
    }

    /// Decodes a file; `false` when something in it could not be read.
    private func decode(_ path: String) throws(Failure) -> Bool {
        let file: InputFile
        do throws(SystemError) { file = try InputFile(path) } catch { throw .input(error) }
        var inspector = Inspector(
            sink: FilteringSink(printer, options.filter), input: options.input,
            ports: options.ports, profile: options.profile)
        var buffer = [UInt8](repeating: 0, count: Self.portion)
        var progress = Progress(size: file.size)
        var total = 0
        var fault: SystemError?
        while fault == nil {
            var count = 0
            do throws(SystemError) { count = try file.read(into: &buffer) } catch { fault = error }
            if count == 0 { break }
            total += count
            inspector.consume(buffer.span.extracting(0..<count))
            try flush(&inspector, path)
            progress.show(total)
        }
        progress.clear()
        inspector.finish()
        inspector.sink.base.finish()
        try flush(&inspector, path)
        if let fault { throw .input(fault) }
        if Signals.wantsStop { return false }
        if let reason = Emptiness.reason(inspector, octets: total) {
            complain(Self.name(path), reason)
            return false
        }
        let counts = inspector.counts
        return counts.unreadable == 0 && counts.faults == 0
    }

    private func flush(
        _ inspector: inout Inspector<FilteringSink<P>>, _ path: String
    ) throws(Failure) {
        for notice in inspector.sink.base.notices {
            complain(Self.name(path), notice.description(in: options.language))
        }
        let octets = inspector.sink.base.text.octets
        if !octets.isEmpty { try write(octets) }
        inspector.sink.base.removeAll()
    }

    private func write(_ octets: [UInt8]) throws(Failure) {
        do throws(SystemError) {
            try Standard.output.write(octets)
        } catch {
            throw .output(error)
        }
    }

    private func complain(_ what: String, _ reason: String) {
        Standard.error.write("iec104 decode: \(what): \(reason)\n")
    }

    private static func name(_ file: String) -> String {
        file == "-" ? "standard input" : "'\(file)'"
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
