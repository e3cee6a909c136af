import IEC104Codec

/// One vector of the folder Tests/Vectors; its README tells the format.
public struct TestVector: Sendable {
    /// The file and the line where it begins.
    public var place: String
    /// What it is.
    public var name = ""
    /// The APDU.
    public var octets: [UInt8] = []
    /// Field sizes.
    public var profile = Profile.standard
    /// The control field in words, such as `I ns=0 nr=0`.
    public var control: String?
    /// Fields of the header of the ASDU.
    public var header: [String: String] = [:]
    /// Fields of each object.
    public var objects: [[String: String]] = []
    /// What strict reading throws, such as `count-zero at 7`.
    public var error: String?
    /// What lenient reading finds; `nil` when the vector does not say.
    public var problems: [String]?

    /// Which way the ASDU goes, where the vector says it.
    public var direction: TransferDirection? {
        switch header["direction"] {
        case "control": .control
        case "monitor": .monitor
        default: nil
        }
    }
}

/// Why a file is no file of vectors.
public struct TestVectorError: Error, CustomStringConvertible {
    /// One English sentence with file and line.
    public var description: String
}

extension TestVector {
    /// The vectors of the text of the file `name`.
    ///
    /// - Throws: when a line is none of the format.
    public static func read(_ text: String, file name: String) throws -> [TestVector] {
        var vectors: [TestVector] = []
        var current: TestVector?
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.hasPrefix("#") {
            if line.isEmpty {
                if let done = current { vectors.append(done) }
                current = nil
                continue
            }
            let place = "\(name):\(index + 1)"
            var vector = current ?? TestVector(place: place)
            guard vector.take(line) else {
                throw TestVectorError(description: "\(place): not a line of a vector: \(line)")
            }
            current = vector
        }
        if let done = current { vectors.append(done) }
        return vectors
    }

    /// Takes in one line; `false` when it is none of the format.
    private mutating func take(_ line: Substring) -> Bool {
        guard let colon = line.firstIndex(of: ":") else { return false }
        let rest = line[line.index(after: colon)...].drop { $0 == " " }
        switch line[..<colon] {
        case "name": name = String(rest)
        case "apdu":
            guard let octets = [UInt8](hex: rest) else { return false }
            self.octets = octets
        case "profile":
            guard let profile = Self.profile(Self.fields(rest)) else { return false }
            self.profile = profile
        case "control": control = String(rest)
        case "asdu":
            guard let fields = Self.fields(rest) else { return false }
            header = fields
        case "object":
            guard let fields = Self.fields(rest) else { return false }
            objects.append(fields)
        case "error": error = String(rest)
        case "problem": problems = (problems ?? []) + (rest == "none" ? [] : [String(rest)])
        default: return false
        }
        return true
    }

    /// `key=value` separated by spaces; `nil` when it is not that.
    private static func fields(_ text: Substring) -> [String: String]? {
        var fields: [String: String] = [:]
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            fields[String(parts[0])] = String(parts[1])
        }
        return fields
    }

    private static func profile(_ fields: [String: String]?) -> Profile? {
        guard let sizes = fields?.compactMapValues({ Int($0) }) else { return nil }
        return try? Profile(
            causeSize: sizes["cause"] ?? 2, commonAddressSize: sizes["common"] ?? 2,
            objectAddressSize: sizes["object"] ?? 3)
    }
}
