import IEC104
import IEC104Inspect

/// How an object should be.
struct Expectation: Sendable {
    var station: CommonAddress = 1
    var address: ObjectAddress = 1
    var value: String?
    var tolerance = 0.0
    var quality: Quality?
    var cause: Cause?
    var type: TypeID?
    /// Whether a value with T = 1 will do.
    var takesTests = false

    /// Whether any point can have the value.
    static func isPossible(_ value: String) -> Bool {
        [TypeID.M_DP_NA_1, .M_ME_NC_1, .M_IT_NA_1].contains { number(value, of: $0) != nil }
    }

    /// The number that a value is for a type; `nil` when the type has no such value.
    private static func number(_ text: String, of type: TypeID) -> Double? {
        guard let type = PointType(type) else { return nil }
        let octets = Array(text.utf8)
        return try? PointValueText(type: type, quality: [], decimalComma: false)
            .information(octets.span).number
    }

    func isMeant(_ update: PointUpdate) -> Bool {
        update.station == station && update.object.address == address
    }

    func isMet(_ update: PointUpdate) -> Bool {
        let information = update.object.information
        if update.cause.isTest, !takesTests { return false }
        if let quality, quality != information.quality { return false }
        if let cause, cause != update.cause.cause { return false }
        if let type, type != update.type { return false }
        guard let value else { return true }
        guard let wanted = Self.number(value, of: update.type), let number = information.number
        else { return false }
        return abs(number - wanted) <= tolerance
    }

    /// What is wanted, in a few words.
    var text: String {
        var parts: [String] = []
        if let value { parts.append(value + (tolerance > 0 ? " +- \(tolerance)" : "")) }
        if let quality { parts.append(quality.isEmpty ? "good" : quality.listText) }
        if let cause { parts.append(cause.description) }
        if let type { parts.append("\(type)") }
        return parts.isEmpty ? "any value" : parts.joined(separator: ", ")
    }
}
