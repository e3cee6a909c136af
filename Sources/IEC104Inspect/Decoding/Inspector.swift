import IEC104Codec

/// Finds the APDUs in an input of any kind, given in portions of any size, and hands them to the
/// sink that it owns.
///
///     var inspector = Inspector(sink: TextPrinter())
///     inspector.consume(octets.span)
///     inspector.finish()
///     print(inspector.sink.text.string)
public struct Inspector<Sink: InspectionSink> {
    private var streams: StreamInspector<Sink>
    private var input: Input
    private var first: [UInt8] = []
    private let ports: [UInt16]?
    private let isForced: Bool
    private var isUnlikely = false
    private var isFinished = false
    private var toldFaults = 0

    private enum Input {
        case undecided
        case hex(HexDumpReader)
        case capture(CaptureDissector, isOver: Bool)
        case binary(StreamDecoder)
    }

    /// So many octets at most decide what an input is.
    private static var decisionSize: Int { 4096 }
    /// A line of a text has so many octets at least: an APDU in hexadecimal digits.
    private static var shortestLine: Int { 12 }

    /// An inspector at the start of an input.
    ///
    /// - Parameters:
    ///   - input: how the input is read; `nil`: it is found out from its first octets.
    ///   - ports: the TCP ports that are looked at in captures; `nil`: 2404, and any other
    ///     connection whose first octets are an APDU.
    public init(
        sink: Sink, input: InputKind? = nil, ports: [UInt16]? = nil, profile: Profile = .standard
    ) {
        self.ports = ports
        streams = StreamInspector(
            maker: RecordMaker(sink: sink, profile: profile), ports: ports.map { PortSet($0) })
        self.input = .undecided
        isForced = input != nil
        if let input { self.input = begin(input) }
    }

    /// The sink.
    public var sink: Sink {
        get { streams.maker.sink }
        _modify { yield &streams.maker.sink }
    }

    /// How much was found so far.
    public var counts: InspectionCounts { streams.maker.summary }

    /// How the input is read; `nil` until that is known.
    public var inputKind: InputKind? {
        switch input {
        case .undecided: nil
        case .hex: .hex
        case .capture: .pcap
        case .binary: .binary
        }
    }

    /// What the lines of a text were, when the input is one.
    public var hexStatistics: HexDumpStatistics? {
        if case .hex(let reader) = input { reader.statistics } else { nil }
    }

    /// What the packets of a capture were, when the input is one.
    public var captureStatistics: CaptureStatistics? {
        if case .capture(let dissector, _) = input { dissector.statistics } else { nil }
    }

    /// Takes the next octets of the input.
    public mutating func consume(_ octets: Span<UInt8>) {
        var taken = 0
        while case .undecided = input, taken < octets.count {
            first.append(octets[taken])
            taken += 1
            if isDecided { decide() }
        }
        read(octets.extracting(taken..<octets.count))
    }

    /// Whether the first octets tell what the input is: as early as possible, so that a log is
    /// shown while it grows, and after the same octet however they are portioned.
    private var isDecided: Bool {
        let count = first.count
        guard count >= 4, let last = first.last else { return false }
        if count == 4 {
            let isUTF16 = first[0] ^ first[1] == 1 && max(first[0], first[1]) == 0xFF
            return isUTF16 || kind == .pcap || first.contains(0)
        }
        switch last {
        case 0x00: return true
        case 0x0A where count >= Self.shortestLine && kind == .hex: return true
        default: return count >= Self.decisionSize
        }
    }

    /// What the first octets look like.
    private var kind: InputKind {
        let isCapture =
            CaptureReader.isCapture(first.span) || CaptureReader.isCompressed(first.span)
        if isCapture { return .pcap }
        return HexDumpReader.looksLikeText(first.span) ? .hex : .binary
    }

    /// Says that the input is at its end.
    public mutating func finish() {
        if case .undecided = input { decide() }
        switch take() {
        case .undecided: break
        case .hex(var reader):
            reader.finish { item, octets in Self.receive(item, octets, &streams.maker) }
            input = .hex(reader)
        case .capture(var dissector, let isOver):
            var end: CaptureError?
            do throws(CaptureError) {
                try dissector.finish(into: &streams)
            } catch {
                end = error
            }
            tellFaults(of: dissector)
            let hidden = dissector.faultCount - dissector.faults.count
            if hidden > 0, !isFinished { streams.maker.make(.moreCaptureFaults(hidden)) }
            if let end, !isOver { streams.maker.make(.capture(end)) }
            isFinished = true
            streams.finish()
            input = .capture(dissector, isOver: true)
        case .binary(var decoder):
            if !isUnlikely {
                decoder.interrupt { Self.receive($0, $1, at: $2, &streams.maker) }
            }
            input = .binary(decoder)
        }
    }

    /// Tells the faults of a capture that were passed over; when reading ends, and not after each
    /// portion, so that the sizes of portions do not show in the order.
    private mutating func tellFaults(of dissector: CaptureDissector) {
        for fault in dissector.faults.dropFirst(toldFaults) { streams.maker.make(.capture(fault)) }
        toldFaults = dissector.faults.count
    }

    private mutating func decide() {
        input = begin(kind)
        var octets: [UInt8] = []
        swap(&octets, &first)
        read(octets.span)
    }

    private func begin(_ kind: InputKind) -> Input {
        switch kind {
        case .hex: .hex(HexDumpReader())
        case .pcap:
            .capture(
                CaptureDissector(ports: nil, serverPorts: PortSet(ports ?? [2404])), isOver: false)
        case .binary: .binary(StreamDecoder(portionsAreSegments: false))
        }
    }

    /// Takes the state out, so that it can be changed without a copy.
    private mutating func take() -> Input {
        var taken = Input.undecided
        swap(&taken, &input)
        return taken
    }

    private mutating func read(_ octets: Span<UInt8>) {
        switch take() {
        case .undecided: break
        case .hex(var reader):
            reader.consume(octets) { item, octets in Self.receive(item, octets, &streams.maker) }
            input = .hex(reader)
        case .capture(var dissector, var isOver):
            if !isOver {
                do throws(CaptureError) {
                    try dissector.consume(octets, into: &streams)
                } catch {
                    tellFaults(of: dissector)
                    streams.maker.make(.capture(error))
                    isOver = true
                }
            }
            input = .capture(dissector, isOver: isOver)
        case .binary(var decoder):
            guard !isUnlikely else {
                input = .binary(decoder)
                return
            }
            decoder.receive(octets) { finding, octets, offset in
                if isUnlikely { return }
                Self.receive(finding, octets, at: offset, &streams.maker)
                isUnlikely = !isForced && streams.maker.summary.isUnlikely
            }
            if isUnlikely {
                let counts = streams.maker.summary
                streams.maker.make(
                    .unlikely(apdus: counts.apdus, others: counts.records - counts.apdus))
            }
            input = .binary(decoder)
        }
    }

    private static func receive(
        _ finding: StreamDecoder.Finding, _ octets: Span<UInt8>, at offset: Int,
        _ maker: inout RecordMaker<Sink>
    ) {
        maker.make(finding, octets, RecordMaker<Sink>.Origin(place: .offset(offset)))
    }

    private static func receive(
        _ item: borrowing HexItem, _ octets: Span<UInt8>, _ maker: inout RecordMaker<Sink>
    ) {
        let origin = RecordMaker<Sink>.Origin(
            time: item.timestamp, direction: item.direction, place: .line(item.line))
        switch item.kind {
        case .apdu: maker.make(.apdu, octets, origin)
        case .fragment, .skipped: maker.make(.skipped, octets, origin)
        case .problem(let problem):
            maker.make(.text(problem, line: item.line, column: item.column))
            if octets.count > 0 { maker.make(.broken(problem), octets, origin) }
        }
    }
}

/// How an input is read.
public enum InputKind: String, Hashable, Sendable, CaseIterable {
    /// Text with hexadecimal digits.
    case hex
    /// A capture file, pcap or pcapng.
    case pcap
    /// The octets of one direction of a connection.
    case binary
}
