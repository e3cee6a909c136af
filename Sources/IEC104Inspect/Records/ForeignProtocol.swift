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
    public let detail: String
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
            self.init(kind: .fins, detail: Self.finsStep(command: word(10)), evidence: 4)
        } else if octets.count >= 3, octet(0) == 0x05, octet(1) == 0x64, octet(2) >= 5 {
            self.init(kind: .dnp3, detail: "data link frame", evidence: 2)
        } else if octets.count >= 5, (0x14...0x17).contains(octet(0)), octet(1) == 3, octet(2) <= 4,
            word(3) <= 0x4800
        {
            self.init(kind: .tls, detail: Self.tlsRecord(octet(0), octet(5)), evidence: 3)
        } else if Self.httpStarts.contains(where: { starts($0) }) {
            self.init(kind: .http, detail: "", evidence: 4)
        } else if Self.isVariableFT12(octets) {
            self.init(kind: .ft12, detail: "frame of variable length", evidence: 4)
        } else if octets.count >= 5, octet(0) == 0x10, octet(4) == 0x16,
            octet(3) == octet(1) &+ octet(2)
        {
            self.init(kind: .ft12, detail: "frame of fixed length", evidence: 5)
        } else if octets.count >= 8, word(2) == 0, (2...254).contains(word(4)), octet(0) != 0x68,
            (1...0x2B).contains(octet(7) & 0x7F)
        {
            let isError = octet(7) & 0x80 != 0
            self.init(
                kind: .modbus,
                detail: "function \(octet(7) & 0x7F)" + (isError ? ", exception" : ""), evidence: 8)
        } else {
            return nil
        }
    }

    private static let httpStarts: [StaticString] = [
        "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "HTTP/1.", "PRI * HTTP/2",
    ]

    /// `68 L L 68`, with the end octet and the sum where they are there.
    private static func isVariableFT12(_ octets: Span<UInt8>) -> Bool {
        guard octets.count >= 4, octets[0] == 0x68, octets[3] == 0x68, octets[1] == octets[2],
            octets[1] >= 3
        else { return false }
        let end = Int(octets[1]) + 5
        guard octets.count > end else { return false }
        var sum: UInt8 = 0
        for index in 4..<(end - 1) { sum = sum &+ octets[index] }
        return octets[end] == 0x16 && octets[end - 1] == sum
    }

    /// The steps of the FINS/TCP handshake, by the command of its header.
    private static func finsStep(command: Int) -> String {
        switch command {
        case 0: "handshake: client asks for its node address"
        case 1: "handshake: server gives the node addresses"
        case 2: "FINS frame"
        case 3: "error"
        case 6: "connection confirmation"
        default: "command \(command)"
        }
    }

    private static func tlsRecord(_ type: UInt8, _ handshake: UInt8) -> String {
        switch type {
        case 0x14: "change cipher spec"
        case 0x15: "alert"
        case 0x17: "application data"
        default: handshake == 1 ? "client hello" : handshake == 2 ? "server hello" : "handshake"
        }
    }
}
