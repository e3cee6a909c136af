import IEC104
import IEC104Inspect

/// JUnit XML of a comparison.
enum JUnitReport {
    static func text(
        _ keys: [PointImage.Key], _ found: [CompareWork.Difference], _ images: [PointImage]
    ) -> String {
        let byKey = Dictionary(grouping: found) { $0.key }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        text += "<testsuite name=\"\(escaped(images.map(\.name).joined(separator: " and ")))\""
        text += " tests=\"\(keys.count)\" failures=\"\(byKey.count)\">\n"
        for key in keys {
            text += "<testcase classname=\"station \(key.station)\" name=\"\(key.address)\""
            guard let differences = byKey[key] else {
                text += "/>\n"
                continue
            }
            let message = differences.map(\.message).joined(separator: "; ")
            text += "><failure message=\"\(escaped(message))\"/></testcase>\n"
        }
        return text + "</testsuite>\n</testsuites>\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // XML 1.0 has no other control characters.
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
