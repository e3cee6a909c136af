import IEC104
import IEC104Inspect

/// The points of an outstation at one time, from whatever source.
struct PointImage: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let station: CommonAddress
        let address: ObjectAddress

        static func < (left: Self, right: Self) -> Bool {
            (left.station, left.address) < (right.station, right.address)
        }
    }

    struct Entry: Sendable {
        let type: PointType
        /// `nil` where the value is no number.
        let number: Double?
        let text: String
        let quality: Quality
        /// Whether an interrogation reports it.
        var isInterrogated = true
    }

    var name: String
    var points: [Key: Entry] = [:]

    var stations: [CommonAddress] { Set(points.keys.map { $0.station }).sorted() }

    init(name: String) { self.name = name }

    // MARK: From an outstation

    mutating func add(_ update: PointUpdate) {
        guard let type = PointType(update.type), !type.isCommand else { return }
        let information = update.object.information
        points[Key(station: update.station, address: update.object.address)] = Entry(
            type: type, number: information.number, text: information.valueText,
            quality: information.quality)
    }

    // MARK: From a file

    /// Reads a point list, CSV or JSON, or a snapshot.
    ///
    /// - Throws: all that is wrong with it, in words.
    init(_ text: [UInt8], file: String, profile: Profile) throws(Words) {
        self.init(name: file)
        if Self.isSnapshot(text) {
            try read(snapshot: text)
            return
        }
        let list: PointList
        do throws(PointListError) {
            list = try PointList(text, file: file, profile: profile)
        } catch {
            throw Words(error.description(in: .english), error.description(in: .chinese))
        }
        for row in list.points {
            guard let type = PointType(row.type) else { continue }
            points[Key(station: row.station, address: row.address)] = Entry(
                type: type, number: row.information.number, text: row.information.valueText,
                quality: row.information.quality,
                isInterrogated: row.isInterrogated && type.kind != .integratedTotal)
        }
    }

    /// Whether the first line is an object by itself that has a type.
    private static func isSnapshot(_ text: [UInt8]) -> Bool {
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        guard line.first == UInt8(ascii: "{"), let value = try? JSONValue(Array(line)) else {
            return false
        }
        return value["typeId"] != nil || value["command"] != nil
    }

    private mutating func read(snapshot text: [UInt8]) throws(Words) {
        for (number, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
            let value: JSONValue
            do throws(JSONScanner.Fault) {
                value = try JSONValue(Array(line))
            } catch {
                throw Words(
                    "\(name):\(number + 1): \(error.words.english)",
                    "\(name):\(number + 1): \(error.words.chinese)")
            }
            guard value["complete"]?.text != "false" else {
                throw Words(
                    "\(name):\(number + 1): the snapshot is incomplete, as its interrogation was: "
                        + "take it again",
                    "\(name):\(number + 1): 快照不完整 (召唤未完成), 请重新生成")
            }
            // The result of a one shot command, or a frame.
            guard let station = value["station"]?.text.flatMap({ UInt16($0) }),
                let address = value["address"]?.text.flatMap({ UInt32($0) }),
                let type = value["typeId"]?.text.flatMap({ UInt8($0) })
                    .flatMap({ PointType(TypeID($0)) }), !type.isCommand
            else { continue }
            let key = Key(station: CommonAddress(station), address: ObjectAddress(address))
            points[key] = Self.entry(value, type)
        }
    }

    private static func entry(_ value: JSONValue, _ type: PointType) -> Entry {
        let text = (value["value"] ?? value["status"])?.text ?? ""
        let number: Double? = text == "true" ? 1 : text == "false" ? 0 : Double(text)
        var quality: Quality = []
        if case .array(let names)? = value["quality"]?.content {
            for (bit, name) in Quality.names where names.contains(where: { $0.text == name }) {
                quality.formUnion(bit)
            }
        }
        if value["invalid"]?.text == "true" { quality.formUnion(.invalid) }
        return Entry(
            type: type, number: number, text: words(number, text, type.kind), quality: quality)
    }

    /// A value as a list writes it.
    private static func words(
        _ number: Double?, _ text: String, _ kind: Information.Kind
    ) -> String {
        let states = ["intermediate", "off", "on", "indeterminate"]
        switch (kind, number) {
        case (.singlePoint, let number?): return number == 0 ? "off" : "on"
        case (.doublePoint, let number?), (.protectionEvent, let number?):
            guard let place = Int(exactly: number), states.indices.contains(place) else {
                return text
            }
            return states[place]
        default: return text
        }
    }
}

extension JSONValue {
    /// The member of an object.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }
}
