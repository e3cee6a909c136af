internal import IEC104Codec
internal import IEC104Session

/// Events that were pushed out, as masters see it: points of the table that are set while events
/// are lost, and that count them.
extension OutstationEngine {
    /// Brings the points up to date. Their events are made when losing begins and when it ends;
    /// between, their values follow once a second.
    ///
    /// A group of a master that is away and has no redundancy group counts when it comes back:
    /// somebody who came once and never again would else be told of for ever.
    mutating func tellLosses(at now: Moment) {
        guard !lossPoints.isEmpty else { return }
        var isLosing = false
        for group in groups.indices
        where groups[group].isConfigured || groups[group].slot != nil || groups[group].owner == nil
        {
            let lost = groups[group].buffer.lost
            if lost != groups[group].lossesTold || groups[group].buffer.isOverflowing {
                isLosing = true
            }
            lossesTold &+= lost &- groups[group].lossesTold
            groups[group].lossesTold = lost
        }
        let mode: EventMode = isLosing == tellsLosses ? .suppress : .force
        tellsLosses = isLosing
        for point in lossPoints {
            guard let kind = value(of: point)?.information.kind,
                let information = Self.losses(kind, isLosing, lossesTold)
            else { continue }
            _ = set(point, information, nil, mode, .spontaneous, at: now)
        }
        lossDeadline = isLosing ? now.instant.advanced(byNanoseconds: 1_000_000_000) : .never
    }

    /// What a point of a kind shows; `nil` when it cannot.
    private static func losses(
        _ kind: Information.Kind, _ isLosing: Bool, _ count: UInt64
    ) -> Information? {
        switch kind {
        case .singlePoint: .singlePoint(SIQ(isLosing))
        case .doublePoint: .doublePoint(DIQ(isLosing ? .on : .off))
        case .scaled: .scaled(Int16(clamping: count), count > 32767 ? .overflow : [])
        case .shortFloat: .shortFloat(R32(Float(count)), [])
        case .bitString: .bitString(UInt32(truncatingIfNeeded: count), [])
        case .integratedTotal:
            .integratedTotal(BCR(Int32(truncatingIfNeeded: count & 0x7FFF_FFFF)))
        default: nil
        }
    }
}
