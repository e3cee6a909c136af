package import IEC104Codec

/// What the clocks of a master's stations show, as its settings say.
package struct FieldClock: Hashable, Sendable {
    /// Milliseconds ahead of UTC, without a zone.
    private let offset: Int64
    private let isSummerTime: Bool
    package let zone: ZoneRule?

    package init(offset: Duration = .zero, isSummerTime: Bool = false, zone: ZoneRule? = nil) {
        self.offset = offset.wholeNanoseconds / 1_000_000
        self.isSummerTime = isSummerTime
        self.zone = zone?.bounded
    }

    package init(_ settings: MasterSettings) {
        self.init(
            offset: settings.clockOffset, isSummerTime: settings.isSummerTime,
            zone: settings.zone)
    }

    /// What they show at `utc`, both in milliseconds since 1970.
    package func local(_ utc: Int64) -> Int64 { utc &+ ahead(at: utc).milliseconds }

    /// When they show `local`.
    package func utc(_ local: Int64, isSummerTime: Bool) -> Int64 {
        zone?.utc(local: local, isSummerTime: isSummerTime) ?? local &- offset
    }

    /// When a time tag was written, in UTC; `nil` when that is not known.
    package func utc(of tag: TimeTag, received: Int64) -> Int64? {
        tag.milliseconds(
            received: received, utc: { utc($0, isSummerTime: $1) }, local: { local($0) })
    }

    /// The time tag of `utc`; `nil` outside the years that it has.
    package func tag(_ utc: Int64) -> CP56Time2a? {
        let (milliseconds, isSummerTime) = ahead(at: utc)
        let (local, overflow) = utc.addingReportingOverflow(milliseconds)
        guard !overflow else { return nil }
        return CP56Time2a(
            CalendarTime(millisecondsSince1970: local), isSummerTime: isSummerTime)
    }

    private func ahead(at utc: Int64) -> (milliseconds: Int64, isSummerTime: Bool) {
        guard let zone else { return (offset, isSummerTime) }
        let (minutes, isSummerTime) = zone.offset(at: utc)
        return (Int64(minutes) &* 60_000, isSummerTime)
    }
}
