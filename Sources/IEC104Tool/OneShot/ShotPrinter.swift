import IEC104
import IEC104Inspect

typealias ShotOutput = StationOutput<ShotPrinter>

/// Shows APDUs with `--trace`, as text or as JSON.
enum ShotPrinter: Printer, Sendable {
    case text(TextPrinter)
    case json(JSONPrinter)

    /// `nil` when none are to be shown.
    init?(_ options: StationOptions) {
        if let printer = options.textPrinter {
            self = .text(printer)
        } else if let printer = options.jsonPrinter {
            self = .json(printer)
        } else {
            return nil
        }
    }

    /// As the options say, whether or not there is `--trace`.
    init(always options: StationOptions) {
        let profile = options.link.profile
        switch options.format {
        case .text:
            self = .text(
                TextPrinter(
                    language: options.language, isColored: options.isColored, profile: profile))
        case .json: self = .json(JSONPrinter(profile: profile))
        }
    }

    var text: OctetText {
        switch self {
        case .text(let printer): printer.text
        case .json(let printer): printer.text
        }
    }

    mutating func removeAll() { change({ $0.removeAll() }, { $0.removeAll() }) }

    mutating func receive(_ record: borrowing APDURecord) {
        switch self {
        case .text(var printer):
            printer.receive(record)
            self = .text(printer)
        case .json(var printer):
            printer.receive(record)
            self = .json(printer)
        }
    }

    mutating func receive(_ event: ConnectionEvent) {
        change({ $0.receive(event) }, { $0.receive(event) })
    }

    mutating func receive(_ notice: Notice) {
        change({ $0.receive(notice) }, { $0.receive(notice) })
    }

    private mutating func change(
        _ text: (inout TextPrinter) -> Void, _ json: (inout JSONPrinter) -> Void
    ) {
        switch self {
        case .text(var printer):
            text(&printer)
            self = .text(printer)
        case .json(var printer):
            json(&printer)
            self = .json(printer)
        }
    }
}
