import IEC104Codec

/// The quality of a point, as a list writes it.
enum PointQuality {
    private static let words: [String: Quality] = {
        var words: [String: Quality] = ["good": [], "ok": [], "正常": [], "良好": [], "有效": []]
        for (quality, name) in Quality.names { words[name.lowercased()] = quality }
        let others: [(Quality, [String])] = [
            (.invalid, ["invalid", "无效"]), (.notTopical, ["nottopical", "非当前值", "非当前"]),
            (.substituted, ["substituted", "取代", "被取代", "替代"]),
            (.blocked, ["blocked", "闭锁", "被闭锁", "封锁"]), (.overflow, ["overflow", "溢出"]),
        ]
        for (quality, names) in others {
            for name in names { words[name] = quality }
        }
        return words
    }()

    /// The bits that a kind of point has.
    static func bits(of kind: Information.Kind) -> [Quality] {
        switch kind {
        case .singlePoint, .doublePoint: [.blocked, .substituted, .notTopical, .invalid]
        case .protectionEvent, .protectionStart, .protectionOutput:
            [.blocked, .substituted, .notTopical, .invalid, .elapsedTimeInvalid]
        case .integratedTotal: [.invalid]
        case .normalizedWithoutQuality: []
        default: [.overflow, .blocked, .substituted, .notTopical, .invalid]
        }
    }

    /// Reads `IV|NT`.
    static func read(_ text: String, for type: PointType) throws(Words) -> Quality {
        let allowed = bits(of: type.kind)
        var quality: Quality = []
        for word in CellText.words(text) {
            guard let bit = words[word.lowercased()] else {
                throw Words(
                    "'\(word)' is no quality: write \(names(allowed)), several as IV|NT, or leave "
                        + "the cell empty for a good value",
                    "没有品质'\(word)':请写\(names(allowed)),多个写作IV|NT,正常时留空")
            }
            guard bit.isEmpty || allowed.contains(bit) else {
                let has = allowed.isEmpty ? "no quality" : names(allowed) + " only"
                let hasChinese = allowed.isEmpty ? "没有品质位" : "只有" + names(allowed)
                throw Words(
                    "\(type.mnemonic) does not have \(word): it has \(has)",
                    "\(type.mnemonic)没有\(word):\(hasChinese)")
            }
            quality.formUnion(bit)
        }
        return quality
    }

    private static func names(_ bits: [Quality]) -> String {
        guard !bits.isEmpty else { return "GOOD" }
        return bits.compactMap { bit in Quality.names.first { $0.quality == bit }?.name }
            .joined(separator: ", ")
    }
}
