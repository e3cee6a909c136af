import IEC104
import IEC104Inspect

/// APDUs that would be sent, for who looks before.
enum FrameText {
    /// Decoded; as text also in hexadecimal.
    static func text(
        _ frames: [[UInt8]], _ printer: consuming ShotPrinter, _ profile: Profile
    ) -> String {
        var record = APDURecord()
        var text = ""
        for (place, octets) in frames.enumerated() {
            record.number = place + 1
            record.direction = .control
            record.reading.read(octets.span, direction: .control, profile: profile)
            printer.removeAll()
            printer.receive(record)
            text += printer.text.string
            if case .text = printer { text += "        " + hexadecimal(octets) + "\n" }
        }
        return text
    }

    /// Octets with spaces between them.
    static func hexadecimal(_ octets: [UInt8]) -> String {
        octets.map { $0.hexadecimal }.joined(separator: " ")
    }
}

extension UInt8 {
    /// Two digits.
    var hexadecimal: String {
        let text = String(self, radix: 16)
        return text.utf8.count == 1 ? "0" + text : text
    }
}
