import Foundation
import IEC104Codec
import IEC104Inspect

/// A line of JSON as a dictionary that can be compared.
struct JSONLine {
    let members: NSDictionary

    /// `nil` when `text` is no JSON object.
    init?(_ text: some StringProtocol) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
            let members = object as? [String: Any]
        else { return nil }
        self.members = members as NSDictionary
    }

    /// What the JSON printer makes of the APDU `octets`.
    init?(of octets: [UInt8], profile: Profile = .standard) {
        self.init(Self.text(of: octets, profile: profile))
    }

    static func text(of octets: [UInt8], profile: Profile = .standard) -> String {
        var record = APDURecord()
        record.number = 1
        record.reading.read(octets.span, direction: nil, profile: profile)
        var printer = JSONPrinter(profile: profile)
        printer.receive(record)
        return printer.text.string
    }

    /// Whether the lines say the same: the same keys, values and order in lists. Numbers may
    /// differ by what a Float does not hold, where `asFloat`.
    func matches(_ other: JSONLine, asFloat: Bool = false) -> Bool {
        let left = asFloat ? Self.rounded(members) : members
        let right = asFloat ? Self.rounded(other.members) : other.members
        return left.isEqual(right)
    }

    /// The same without the members `keys`.
    func without(_ keys: String...) -> JSONLine {
        var rest = members as? [String: Any] ?? [:]
        for key in keys { rest[key] = nil }
        return JSONLine(members: rest as NSDictionary)
    }

    private init(members: NSDictionary) { self.members = members }

    /// With each object's `value` rounded to a Float.
    private static func rounded(_ members: NSDictionary) -> NSDictionary {
        var rounded = members as? [String: Any] ?? [:]
        let objects = rounded["objects"] as? [[String: Any]] ?? []
        rounded["objects"] = objects.map { object in
            guard let value = object["value"] as? Double else { return object }
            var object = object
            object["value"] = Double(Float(value))
            return object
        }
        return rounded as NSDictionary
    }
}
