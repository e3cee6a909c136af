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

/// What could not be read or written.
private enum Failure: Error {
    case input(FileError)
    case output(FileError)
}

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
            do throws(Failure) {
                if options.files.count > 1, P.self != JSONPrinter.self {
                    try write(Array("==> \(file) <==\n".utf8))
                }
                if try !decode(file) { code = .failed }
            } catch {
                switch error {
                case .input(let error): complain(Self.name(file), error.reason.english)
                // Nobody reads any more, as after `| head`: that is no failure.
                case .output(let error) where error.number == EPIPE: return code
                case .output(let error):
                    if !Signals.wantsStop { complain("standard output", error.reason.english) }
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
        do throws(FileError) { file = try InputFile(path) } catch { throw .input(error) }
        var inspector = Inspector(
            sink: FilteringSink(printer, options.filter), input: options.input,
            ports: options.ports, profile: options.profile)
        var buffer = [UInt8](repeating: 0, count: Self.portion)
        var progress = Progress(size: file.size)
        var total = 0
        var fault: FileError?
        while fault == nil {
            var count = 0
            do throws(FileError) { count = try file.read(into: &buffer) } catch { fault = error }
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
        let counts = inspector.counts
        if let reason = Emptiness(options).reason(inspector, octets: total) {
            complain(Self.name(path), reason)
            return false
        }
        if options.filter.hasNoMatch(of: counts.records, inspector.sink.passed) {
            complain(
                Self.name(path),
                options.language == .chinese
                    ? "\(counts.records)条记录中没有符合--only的"
                    : "none of \(counts.records) records is what --only asks for")
        }
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
        do throws(FileError) {
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
private struct Emptiness {
    private let ports: String
    private let isChinese: Bool

    init(_ options: DecodeOptions) {
        ports = options.ports.map { $0.map { "\($0)" }.joined(separator: ", ") } ?? ""
        isChinese = options.language == .chinese
    }

    func reason<Sink>(_ inspector: Inspector<Sink>, octets: Int) -> String? {
        guard octets > 0 else {
            return isChinese ? "空文件,没有可解析的内容" : "empty, there is nothing to decode"
        }
        // What is broken has been told.
        guard inspector.counts.records == 0, inspector.counts.faults == 0 else { return nil }
        if let text = inspector.hexStatistics {
            return isChinese
                ? "按文本读取\(text.lines)行,没有十六进制字节,例如'68 04 07 00 00 00'"
                : "read as text, lines: \(text.lines), but none has octets in hexadecimal, "
                    + "such as '68 04 07 00 00 00'"
        }
        if let capture = inspector.captureStatistics {
            let packets = capture.packets
            if isChinese {
                return "抓包文件有\(packets)个报文,其中TCP \(capture.tcp)个,"
                    + (ports.isEmpty ? "没有IEC 104" : "端口\(ports)上没有IEC 104;不加--port时查看所有端口")
            }
            return "a capture of \(packets) packets, \(capture.tcp) of them TCP, but no IEC 104 "
                + (ports.isEmpty
                    ? "in it" : "on port \(ports); without --port, all ports are looked at")
        }
        return isChinese ? "没有找到IEC 104字节" : "no octets of IEC 104 found"
    }
}
extension ExplanationPrinter: Printer {}
extension SummaryPrinter: Printer {}
