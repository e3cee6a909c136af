/// A protocol that is not IEC 104, told from the first octets of a stream or message.
public struct ForeignProtocol: Hashable, Sendable, CustomStringConvertible {
    /// Which one.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Omron FINS over TCP.
        case fins = "FINS/TCP"
        /// Modbus over TCP.
        case modbus = "Modbus/TCP"
        /// DNP3 (IEEE 1815).
        case dnp3 = "DNP3"
        /// IEC 60870-5-101 or -103: frames of format class FT1.2.
        case ft12 = "IEC 60870-5-101 (FT1.2)"
        /// TLS, perhaps with IEC 104 inside (IEC 62351-3).
        case tls = "TLS"
        /// HTTP.
        case http = "HTTP"
    }

    /// Which one.
    public let kind: Kind
    /// Which step or message, in English; empty where it says nothing more.
    public var detail: String { step.english }
    /// Which step or message; empty where it says nothing more.
    let step: Phrase
    /// How many of the first octets tell it.
    public let evidence: Int

    /// The name, and the step where it is known.
    public var description: String {
        detail.isEmpty ? kind.rawValue : "\(kind.rawValue), \(detail)"
    }
}

extension ForeignProtocol {
    /// The protocol that `octets` begin, when it is easy to tell.
    public init?(_ octets: Span<UInt8>) {
        func octet(_ index: Int) -> UInt8 { index < octets.count ? octets[index] : 0 }
        func word(_ index: Int) -> Int { Int(octet(index)) << 8 | Int(octet(index + 1)) }
        func starts(_ text: StaticString) -> Bool {
            guard octets.count >= text.utf8CodeUnitCount else { return false }
            return text.withUTF8Buffer { buffer in
                buffer.indices.allSatisfy { unsafe octets[$0] == buffer[$0] }
            }
        }

        if starts("FINS") {
            self.init(kind: .fins, step: Self.finsStep(command: word(10)), evidence: 4)
        } else if octets.count >= 3, octet(0) == 0x05, octet(1) == 0x64, octet(2) >= 5 {
            self.init(kind: .dnp3, step: Phrase("data link frame", "数据链路帧"), evidence: 2)
        } else if octets.count >= 5, (0x14...0x17).contains(octet(0)), octet(1) == 3, octet(2) <= 4,
            word(3) <= 0x4800
        {
            self.init(kind: .tls, step: Self.tlsRecord(octet(0), octet(5)), evidence: 3)
        } else if Self.httpStarts.contains(where: { starts($0) }) {
            self.init(kind: .http, step: Phrase("", ""), evidence: 4)
        } else if case .whole = FT12Frame(octets) {
            self.init(kind: .ft12, step: Phrase("frame of variable length", "可变帧长帧"), evidence: 4)
        } else if octets.count >= 5, octet(0) == 0x10, octet(4) == 0x16,
            octet(3) == octet(1) &+ octet(2)
        {
            self.init(kind: .ft12, step: Phrase("frame of fixed length", "固定帧长帧"), evidence: 5)
        } else if octets.count >= 8, word(2) == 0, (2...254).contains(word(4)), octet(0) != 0x68,
            (1...0x2B).contains(octet(7) & 0x7F)
        {
            let function = octet(7) & 0x7F
            let step = Phrase("function \(function)", "功能码\(function)")
            let isException = octet(7) & 0x80 != 0
            self.init(
                kind: .modbus, step: isException ? step + Phrase(", exception", ",异常") : step,
                evidence: 8)
        } else {
            return nil
        }
    }

    private static let httpStarts: [StaticString] = [
        "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "HTTP/1.", "PRI * HTTP/2",
    ]

    /// The steps of the FINS/TCP handshake, by the command of its header.
    private static func finsStep(command: Int) -> Phrase {
        switch command {
        case 0: Phrase("handshake: client asks for its node address", "握手: 客户端请求节点地址")
        case 1: Phrase("handshake: server gives the node addresses", "握手: 服务器给出节点地址")
        case 2: Phrase("FINS frame", "FINS帧")
        case 3: Phrase("error", "错误")
        case 6: Phrase("connection confirmation", "连接确认")
        default: Phrase("command \(command)", "命令\(command)")
        }
    }

    private static func tlsRecord(_ type: UInt8, _ handshake: UInt8) -> Phrase {
        switch (type, handshake) {
        case (0x14, _): Phrase("change cipher spec", "更改密码规范")
        case (0x15, _): Phrase("alert", "告警")
        case (0x17, _): Phrase("application data", "应用数据")
        case (_, 1): Phrase("client hello", "客户端问候")
        case (_, 2): Phrase("server hello", "服务器问候")
        default: Phrase("handshake", "握手")
        }
    }
}
