import IEC104
import IEC104Inspect

/// Writes values as `iec104 master` does.
struct ValueLines {
    private var printer: ValuePrinter
    private var record = APDURecord()
    private let profile: Profile
    private let host: Endpoint?

    init(_ options: StationOptions, host: Endpoint?) {
        profile = options.link.profile
        printer = ValuePrinter(
            format: options.format == .json ? .json : .text, language: options.language,
            profile: profile)
        self.host = host
    }

    /// The line of a value, without its end.
    mutating func line(_ update: PointUpdate) -> String {
        let asdu = ASDU(
            update.type, cause: update.cause, commonAddress: update.station,
            objects: [update.object], octets: update.octets)
        // What was read is written again: no new value can be too large for its field.
        let octets = (try? asdu.apdu(send: 0, receive: 0, profile: profile)) ?? []
        record.time = Timestamp(milliseconds: update.received)
        record.from = host
        record.direction = .monitor
        record.reading.read(octets.span, direction: .monitor, profile: profile)
        printer.removeAll()
        printer.receive(record)
        let text = printer.text.string
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
