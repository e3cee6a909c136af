import IEC104Codec

/// Prints a line for each APDU, a line for each object, and what TCP connections did.
public struct TextPrinter: InspectionSink, Sendable {
    /// What was printed since `removeAll`.
    public var text = OctetText()
    let language: Language
    let colors: Colors
    let profile: Profile
    private var connections: Set<Int> = []
    private let sizes: FieldSizeGuess

    /// A printer for records read with `profile`.
    public init(
        language: Language = .english, isColored: Bool = false, profile: Profile = .standard
    ) {
        self.language = language
        self.profile = profile
        sizes = FieldSizeGuess(besides: profile)
        colors = Colors(isOn: isColored)
    }

    /// Forgets what was printed.
    public mutating func removeAll() { text.removeAll() }

    /// Prints an APDU and its objects.
    public mutating func receive(_ record: borrowing APDURecord) {
        appendHead(record)
        appendObjects(record)
        appendProblems(record)
    }

    /// Prints a TCP event.
    public mutating func receive(_ event: ConnectionEvent) {
        introduce(event.connection, event.client, event.server)
        guard let phrase = Self.phrase(event) else { return }
        let line = begin(number: nil, time: event.time)
        appendConnection(event.connection, event.direction, from: line)
        colors.set(.dim, in: &text)
        text.append("TCP ")
        text.append(phrase[language])
        if event.sequence != 0 || event.acknowledgment != 0 {
            text.append(" seq=\(event.sequence)")
            if event.acknowledgment != 0 { text.append(" ack=\(event.acknowledgment)") }
        }
        if event.isRepeated { text.append(Phrase(" (repeated)", " (重复)")[language]) }
        endLine()
    }

    /// Prints a notice.
    public mutating func receive(_ notice: Notice) {
        colors.set(notice.isFault ? .red : .yellow, in: &text)
        text.append(notice.phrase[language])
        if case .foreign(_, _, _, _, let octets) = notice {
            text.append(": ")
            text.append(hex: octets.span, separator: UInt8(ascii: " "))
        }
        endLine()
    }

    // MARK: The line of an APDU

    /// The number, the time, which way it went, the control field, and the header of the ASDU.
    mutating func appendHead(_ record: borrowing APDURecord) {
        if let connection = record.connection, let from = record.from, let to = record.to {
            let isControl = record.direction == .control
            introduce(connection, isControl ? from : to, isControl ? to : from)
        }
        let line = begin(number: record.number, time: record.time)
        appendConnection(record.connection, record.direction, from: line)
        if let control = record.reading.control { append(control) }
        if let header = record.reading.header { append(header) }
        if record.reading.error != nil {
            if record.reading.control != nil { text.append(": ") }
            let octets = record.reading.octets
            text.append(hex: octets.span.extracting(first: 32), separator: UInt8(ascii: " "))
            if octets.count > 32 {
                text.append(
                    Phrase(" ... (\(octets.count) octets)", " ... (\(octets.count)字节)")[language])
            }
        }
        endLine()
    }

    mutating func appendObjects(_ record: borrowing APDURecord) {
        let row = record.reading.header.flatMap { profile.types[$0.type] }
        let hasAddress = row?.addressRule != .absent
        for object in record.reading.objects {
            text.append("        ")
            colors.set(.cyan, in: &text)
            let start = text.octets.count
            if hasAddress { text.append(number: object.address.value) }
            let digits = text.octets.count - start
            colors.reset(in: &text)
            if object.information != .empty || object.timeTag != .none {
                text.pad(digits, to: OctetText.addressColumns)
            }
            text.append(object.information, of: record.reading, profile, in: language)
            if object.timeTag != .none {
                if object.information != .empty { text.append("  ") }
                colors.set(.dim, in: &text)
                text.append(object.timeTag, in: language)
                colors.reset(in: &text)
            }
            text.append(UInt8(ascii: "\n"))
        }
    }

    mutating func appendProblems(_ record: borrowing APDURecord) {
        for problem in record.reading.problems.list {
            appendProblem(Phrase.problem(problem)[language], isError: false)
        }
        let hidden = record.reading.problems.count - record.reading.problems.list.count
        if hidden > 0 {
            appendProblem(Phrase("and \(hidden) more", "以及另外\(hidden)个")[language], isError: false)
        }
        if let options = sizes.options(for: record.reading, record.direction?.transfer) {
            appendProblem(
                Phrase("fits with \(options)", "用\(options)可以解析")[language], isError: false)
        }
        if let foreign = record.foreign {
            appendProblem(
                (Phrase("not IEC 104 but ", "不是IEC 104,而是") + .foreign(foreign))[language],
                isError: true)
        } else if let broken = record.broken {
            appendProblem(Phrase.problem(broken)[language], isError: true)
        } else if let error = record.reading.error {
            appendProblem(Phrase.problem(error)[language], isError: true)
        }
    }

    private mutating func appendProblem(_ problem: String, isError: Bool) {
        text.append("        ")
        colors.set(isError ? .red : .yellow, in: &text)
        text.append("! ")
        text.append(problem)
        endLine()
    }

    private mutating func endLine() {
        colors.reset(in: &text)
        text.append(UInt8(ascii: "\n"))
    }

    /// Begins a line and tells where.
    private mutating func begin(number: Int?, time: Timestamp?) -> Int {
        let line = text.octets.count
        colors.set(.dim, in: &text)
        if let number {
            for _ in 0..<max(6 - "\(number)".utf8.count, 0) { text.append(UInt8(ascii: " ")) }
            text.append(number: number)
        } else {
            text.append("      ")
        }
        if let time {
            text.append("  ")
            text.append(time, separator: UInt8(ascii: " "))
        }
        colors.reset(in: &text)
        text.append("  ")
        return line
    }

    /// Says who talks to whom when a connection appears for the first time.
    private mutating func introduce(_ connection: Int, _ client: Endpoint, _ server: Endpoint) {
        guard !connections.contains(connection) else { return }
        // Bounded: at worst a connection of a very long capture is introduced again.
        if connections.count >= 65_536 { connections.removeAll() }
        connections.insert(connection)
        colors.set(.bold, in: &text)
        text.append(
            Phrase(
                "connection \(connection): \(client) (controlling station) -> "
                    + "\(server) (controlled station)",
                "连接\(connection): \(client) (主站) -> \(server) (子站)")[language])
        endLine()
    }

    private mutating func appendConnection(
        _ connection: Int?, _ direction: Direction?, from line: Int
    ) {
        if let connection { text.append("[\(connection)] ") }
        switch direction {
        case .control: text.append("-> ")
        case .monitor: text.append("<- ")
        case .sent: text.append(Phrase("sent ", "发送 ")[language])
        case .received: text.append(Phrase("received ", "接收 ")[language])
        case nil: break
        }
    }

    private mutating func append(_ control: ControlField) {
        switch control {
        case .information(let send, let receive):
            text.append("I N(S)=\(send) N(R)=\(receive)")
        case .supervisory(let receive): text.append("S N(R)=\(receive)")
        case .unnumbered(let function):
            text.append("U ")
            colors.set(.bold, in: &text)
            text.append(Phrase.function(function)[language])
            colors.reset(in: &text)
        }
    }

    private mutating func append(_ header: ASDUHeader) {
        let row = profile.types[header.type]
        text.append(" ")
        colors.set(.bold, in: &text)
        text.append(row?.mnemonic ?? Phrase("type", "类型")[language])
        text.append(" <\(header.type.rawValue)>")
        colors.reset(in: &text)
        if let row {
            text.append(" ")
            text.append(language == .chinese ? row.chineseName : row.name)
            if language == .chinese, let category = row.category {
                text.append(" (\(category.chineseName))")
            }
        }
        let cause = header.cause
        text.append("; ")
        colors.set(.green, in: &text)
        text.append(language == .chinese ? cause.cause.chineseName : cause.cause.description)
        text.append(" <\(cause.cause.rawValue)>")
        colors.reset(in: &text)
        if cause.isNegative {
            colors.set(.red, in: &text)
            text.append(Phrase(", negative", ",否定")[language])
            colors.reset(in: &text)
        }
        if cause.isTest { text.append(Phrase(", test", ",试验")[language]) }
        if cause.originator != 0 {
            text.append(
                Phrase(", originator \(cause.originator)", ",源发者地址\(cause.originator)")[language])
        }
        text.append(
            Phrase("; CA \(header.commonAddress)", "; 公共地址 \(header.commonAddress)")[language])
        text.append("; N=\(header.count)")
        if header.isSequence { text.append(" SQ=1") }
    }

    private static func phrase(_ event: ConnectionEvent) -> Phrase? {
        switch event.kind {
        case .syn: Phrase("SYN", "SYN 请求建立连接")
        case .synAck: Phrase("SYN-ACK", "SYN-ACK 接受连接")
        case .established: Phrase("ACK, connection established", "ACK 连接已建立")
        case .fin: Phrase("FIN", "FIN 请求关闭连接")
        case .ended: Phrase("ACK, connection closed", "ACK 连接已关闭")
        case .reset: Phrase("RST, connection broken", "RST 连接被复位")
        case .refused: Phrase("RST, connection refused", "RST 连接被拒绝")
        case .retransmission(let count):
            Phrase("retransmission of \(count) octets", "重传\(count)字节")
        case .keepAlive: Phrase("keep-alive", "保活探测")
        case .gap(let count?):
            Phrase("gap: \(count) octets are missing in the capture", "缺口: 抓包缺少\(count)字节")
        case .gap(nil): nil
        case .abandoned: Phrase("given up", "不再跟踪")
        }
    }
}

extension OctetText {
    /// The columns of an object address and the space behind it.
    static var addressColumns: Int { 12 }
}

extension Notice {
    var phrase: Phrase {
        switch self {
        case .text(let problem, let line, let column):
            Phrase("line \(line), column \(column): ", "第\(line)行第\(column)列: ") + .problem(problem)
        case .capture(let error): .problem(error)
        case .moreCaptureFaults(let count):
            Phrase("\(count) more faults of the capture", "抓包文件另有\(count)处错误")
        case .unlikely(let apdus, let others):
            Phrase(
                "this is hardly IEC 104: \(others) runs of other octets beside \(apdus) APDUs; "
                    + "--input binary reads it all the same",
                "这不像IEC 104: \(others)段其他字节, \(apdus)个APDU; 用--input binary强制解析")
        case .foreign(let foreign, _, let from, let to, _):
            Phrase(
                "no IEC 104: \(from) -> \(to) is ", "不是IEC 104: \(from) -> \(to) 是 ")
                + .foreign(foreign)
        }
    }

    /// One sentence in `language`.
    public func description(in language: Language) -> String { phrase[language] }
}
