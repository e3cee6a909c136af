import IEC104Codec

/// What a row is, by its type identification.
struct PointType: Hashable, Sendable {
    let id: TypeID
    let mnemonic: String
    let kind: Information.Kind
    let isCommand: Bool
    /// The time tag that the type carries: events of the point have it, or the command must.
    let timeTag: TimeTag.Kind
    /// Whether the station may send the point of its own accord again and again: cyclically
    /// (measured values) or in the background (states).
    let repetition: Repetition

    enum Repetition: Hashable, Sendable {
        case none, cyclic, background
    }

    /// The types that a point list may have: points and commands.
    static let all: [PointType] = TypeTable.standard.rows.compactMap(PointType.init)

    private init?(_ row: TypeDescriptor) {
        guard let category = row.category else { return nil }
        id = row.id
        mnemonic = row.mnemonic
        kind = row.information
        isCommand = category == .command || category == .setPoint
        timeTag = row.timeTag
        repetition =
            Self.kinds(sentWith: .periodic).contains(row.information)
            ? .cyclic
            : Self.kinds(sentWith: .backgroundScan).contains(row.information) ? .background : .none
    }

    /// What the standard lets a station send with `cause`, by a type without a time tag.
    private static func kinds(sentWith cause: Cause) -> [Information.Kind] {
        TypeTable.standard.rows.filter { $0.monitorCauses.contains(cause) }.map(\.information)
    }

    fileprivate static let byName: [String: PointType] = {
        var types: [String: PointType] = [:]
        for type in all {
            types[type.mnemonic] = type
            types[String(type.mnemonic.dropLast(2))] = type
            types["\(type.id.rawValue)"] = type
        }
        return types
    }()

    /// The type that `text` names: its mnemonic in upper or lower case, also without `_1`, or its
    /// number.
    init?(_ text: String) {
        guard let type = Self.byName[text] ?? Self.byName[text.uppercased()] else { return nil }
        self = type
    }

    /// The mnemonic that was perhaps meant. Of several equally near ones that with the same
    /// beginning, `M_SP`, and then one that is used with IEC 60870-5-104.
    private static func nearest(to wanted: String) -> String? {
        func rank(_ type: PointType) -> (Int, Int, Int) {
            (
                min(
                    type.mnemonic.distance(to: wanted),
                    String(type.mnemonic.dropLast(2)).distance(to: wanted)),
                type.mnemonic.prefix(4) == wanted.prefix(4) ? 0 : 1, type.timeTag == .cp24 ? 1 : 0
            )
        }
        let near = all.map { (name: $0.mnemonic, rank: rank($0)) }.min { $0.rank < $1.rank }
        guard let near, near.rank.0 <= 2 else { return nil }
        return near.name
    }

    /// Why `text` names no type of a point list, and what to write.
    static func refusal(_ text: String) -> Words {
        let table = TypeTable.standard
        let row = table[mnemonic: text] ?? UInt8(text).flatMap { table[TypeID($0)] }
        guard let row else {
            let wanted = text.uppercased()
            if wanted.utf8.count <= 16, let near = nearest(to: wanted) {
                return Words(
                    "'\(text)' is no type; did you mean \(near)?", "没有类型'\(text)';是否为\(near)?")
            }
            return Words(
                "'\(text)' is no type: write a mnemonic or its number, such as M_SP_NA_1 or 1 "
                    + "(single point), M_ME_NC_1 or 13 (float), C_DC_NA_1 or 46 (double command)",
                "没有类型'\(text)':请写类型标识或编号,例如M_SP_NA_1或1(单点)、"
                    + "M_ME_NC_1或13(短浮点数)、C_DC_NA_1或46(双命令)")
        }
        return Words(
            "\(row.mnemonic) (\(row.name)) is neither a point nor a command: lists have M_ types "
                + "1 to 40 and C_ types 45 to 64",
            "\(row.mnemonic)(\(row.chineseName))不是点也不是命令:点表用M_类型1至40、C_类型45至64")
    }
}

extension PointType {
    /// The kinds of points that a command of this type can drive.
    var drivenKinds: [Information.Kind] {
        switch kind {
        case .singleCommand, .doubleCommand: [.singlePoint, .doublePoint]
        case .stepCommand: [.stepPosition]
        case .normalizedSetPoint: [.normalized, .normalizedWithoutQuality]
        case .scaledSetPoint: [.scaled]
        case .floatSetPoint: [.shortFloat]
        case .bitStringCommand: [.bitString]
        default: []
        }
    }
}

extension PointType {
    /// The type with this number.
    init?(_ id: TypeID) {
        guard let type = Self.byName["\(id.rawValue)"] else { return nil }
        self = type
    }
}
