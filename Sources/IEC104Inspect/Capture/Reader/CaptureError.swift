/// What is wrong with a capture file, and where.
public struct CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault.
    public enum Code: UInt8, Hashable, Sendable, CaseIterable {
        /// The file does not begin like a capture.
        case notACapture
        /// The file is a compressed one.
        case compressed
        /// The version of the format is not one that is known.
        case version
        /// The file ends inside a header or a record.
        case truncated
        /// A packet claims more captured octets than is sane or than its block holds.
        case capturedLength
        /// The length of a block is too small or not a multiple of 4.
        case blockLength
        /// The length at the end of a block is not the one at its start.
        case trailingLength
        /// A block that must be held in memory as a whole is too long for that.
        case blockTooLong
        /// The byte-order mark of a section is none.
        case byteOrder
        /// A packet was captured on an interface that the section does not describe.
        case unknownInterface
        /// A section describes more interfaces than are kept.
        case tooManyInterfaces
    }

    /// The kind of fault.
    public let code: Code
    /// Where the faulty header, record or block starts, in octets from the start of the file.
    public let offset: UInt64
    /// The offending number: a length, a magic number, an interface, as the code says.
    public let value: UInt64

    /// A fault of kind `code` in the record that starts at `offset`.
    public init(_ code: Code, offset: UInt64, value: UInt64 = 0) {
        self.code = code
        self.offset = offset
        self.value = value
    }

    /// A sentence: what, where, how to mend it.
    public var description: String {
        "capture file, octet \(offset): \(explanation)"
    }

    private var explanation: String {
        let hexadecimal = "0x" + String(value, radix: 16)
        return switch code {
        case .notACapture:
            "\(hexadecimal) does not begin a pcap or pcapng file; save the capture as one of these"
        case .compressed: "the file is compressed; decompress it first (gunzip, zstd -d)"
        case .version: "version \(value) of the format is not known; save the file as pcapng 1.0"
        case .truncated:
            "the file ends inside this record; what came before it is complete"
        case .capturedLength:
            "a packet of \(value) octets cannot be; the file is damaged here"
        case .blockLength:
            "a block length of \(value) cannot be; the file is damaged here"
        case .trailingLength:
            "the block ends with the length \(value), which is not the one it began with; "
                + "the file is damaged here"
        case .blockTooLong: "a block of \(value) octets is longer than is accepted"
        case .byteOrder: "\(hexadecimal) is no byte-order mark; the file is damaged here"
        case .unknownInterface:
            "a packet names interface \(value), which the section has not described"
        case .tooManyInterfaces: "the section describes more than \(value) interfaces"
        }
    }
}
