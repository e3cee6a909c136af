import IEC104

/// The points of a list by what people write and read: `4001`, `2/4001` or a name, values and
/// qualities as the list has them.
struct PointDirectory: Sendable {
    let list: PointList
    private let index: PointIndex

    init(_ list: PointList) {
        self.list = list
        index = PointIndex(list.points, text: list.text)
    }

    /// The point that `word` means: `4001` where one station has it, `2/4001`, or a name.
    func find(_ word: String) throws(Words) -> PointID {
        id(try index.find(word, station: nil, in: list.points, text: list.text))
    }

    /// The points that `word` means: one, or those in a range of addresses such as `1/1001-1016`.
    func find(all word: String) throws(Words) -> [PointID] {
        let reason: Words
        do throws(Words) {
            return [try find(word)]
        } catch {
            reason = error
        }
        guard let dash = word.lastIndex(of: "-"),
            let first = PointIndex.address(String(word[..<dash])),
            let last = PointIndex.address(String(word[word.index(after: dash)...])),
            last.station == nil, first.address <= last.address
        else { throw reason }
        let found = index.places(station: first.station, first.address...last.address)
        guard !found.isEmpty else {
            throw Words(
                "there is no point of this list in '\(shortened(word))'",
                "本表中没有'\(shortened(word))'范围内的点")
        }
        return found.map(id)
    }

    /// The point of the row at `place` of the list.
    func id(_ place: Int) -> PointID { PointID(index: UInt32(truncatingIfNeeded: place)) }

    /// The row of a point; `nil` when it is not of this list.
    func row(of point: PointID) -> PointRow? {
        let place = Int(point.index)
        return place < list.points.count ? list.points[place] : nil
    }

    /// All points in the order of the list.
    var points: [PointID] { list.points.indices.map(id) }

    /// Such as `2/4001`; empty when the point is not of this list.
    func address(of point: PointID) -> String {
        row(of: point).map { "\($0.station.value)/\($0.address.value)" } ?? ""
    }

    /// The name of a point; empty when it has none.
    func name(of point: PointID) -> String { row(of: point).map { list.string($0.name) } ?? "" }

    /// The unit of a point; empty when it has none.
    func unit(of point: PointID) -> String { row(of: point).map { list.string($0.unit) } ?? "" }

    /// The type of a point, as the list has it.
    func type(of point: PointID) -> PointType? { row(of: point).flatMap { PointType($0.type) } }

    /// What a point carries with the value that `text` says, as a list writes it: `on`, `10.4`.
    func information(
        _ text: String, quality: Quality = [], for point: PointID
    ) throws(Words) -> Information {
        guard let type = type(of: point) else { throw Self.foreign }
        let reader = PointValueText(type: type, quality: quality, decimalComma: false)
        return try reader.information(Array(text.utf8).span)
    }

    /// The quality that `text` says, as a list writes it: `IV|NT`, `good`.
    func quality(_ text: String, for point: PointID) throws(Words) -> Quality {
        guard let type = type(of: point) else { throw Self.foreign }
        return try PointQuality.read(text, for: type)
    }

    private static let foreign = Words("the point is not in the list", "该点不在点表中")
}
