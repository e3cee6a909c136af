internal import IEC104Codec

/// The time of links that keep another one than the station: what the station made in its own is
/// told in that of the link, and what the link sends is read in it. Only such links pay for it.
struct LinkTime: Sendable {
    let zone: ZoneRule
    /// That of the station; `nil` where masters set what is shown.
    private let station: ZoneRule?
    /// What the clock of a station without zone shows ahead of UTC, in milliseconds.
    private let base: Int64
    /// The minute that was told last, in the time of the station and of the link.
    private var minutes: (station: UInt64, link: UInt64) = (.max, 0)

    private static let hour: Int64 = 3_600_000

    init(_ zone: ZoneRule, _ policy: ClockPolicy) {
        self.zone = zone
        station = policy.zone
        base = policy.base
    }

    /// A time of the station on the clock of the link. What no calendar has stays as it is.
    mutating func shown(_ tag: CP56Time2a) -> CP56Time2a {
        guard tag.milliseconds < 60_000 else { return tag }
        let minute = tag.rawValue & ~0xFFFF
        if minute != minutes.station { minutes = (minute, converted(minute)) }
        return CP56Time2a(rawValue: minutes.link | UInt64(tag.milliseconds))
    }

    private func converted(_ minute: UInt64) -> UInt64 {
        let tag = CP56Time2a(rawValue: minute)
        guard let local = tag.millisecondsSince1970 else { return minute }
        let utc =
            station?.utc(local: local, isSummerTime: tag.isSummerTime)
            ?? local - base - (tag.isSummerTime ? Self.hour : 0)
        let offset = zone.offset(at: utc)
        let shown = CP56Time2a(
            CalendarTime(millisecondsSince1970: utc + Int64(offset.minutes) * 60_000),
            isSummerTime: offset.isSummerTime, isInvalid: tag.isInvalid,
            isSubstituted: tag.isSubstituted, withDayOfWeek: tag.dayOfWeek != 0)
        return shown?.rawValue ?? minute
    }

    /// A time that the link has sent, on the clock of the station.
    ///
    /// - Parameter isSummerTime: what a station without a zone shows at present.
    func read(_ tag: CP56Time2a, isSummerTime: Bool) -> CP56Time2a {
        guard let local = tag.millisecondsSince1970 else { return tag }
        let utc = zone.utc(local: local, isSummerTime: tag.isSummerTime)
        let offset = station?.offset(at: utc)
        let isSummer = offset?.isSummerTime ?? isSummerTime
        let ahead =
            offset.map { Int64($0.minutes) * 60_000 } ?? base + (isSummer ? Self.hour : 0)
        return CP56Time2a(
            CalendarTime(millisecondsSince1970: utc + ahead), isSummerTime: isSummer,
            isInvalid: tag.isInvalid, isSubstituted: tag.isSubstituted,
            withDayOfWeek: tag.dayOfWeek != 0) ?? tag
    }

    /// A time within the hour: zones that are half an hour apart tell another minute.
    private func shown(_ tag: CP24Time2a, at utc: Int64) -> CP24Time2a {
        let ahead = station?.offset(at: utc).minutes ?? Int(base / 60_000)
        let minute = (Int(tag.minute) + zone.offset(at: utc).minutes - ahead) % 60
        return CP24Time2a(
            minute: UInt8((minute + 60) % 60), milliseconds: tag.milliseconds,
            isInvalid: tag.isInvalid, isSubstituted: tag.isSubstituted) ?? tag
    }

    /// Tells the time tags of an ASDU, the first `length` octets of `output`, in the time of the
    /// link.
    mutating func convert(
        _ output: inout MutableSpan<UInt8>, _ length: Int, _ profile: Profile, at utc: Int64
    ) {
        guard length > profile.asduHeaderSize, length <= output.count,
            let type = profile.types[TypeID(output[0])], let size = type.size
        else { return }
        let width = type.timeTag.size
        guard width > 0 else { return }
        let isSequence = output[1] & 0x80 != 0
        let addressSize = type.addressRule == .absent ? 0 : profile.objectAddressSize
        var place = profile.asduHeaderSize + (isSequence ? addressSize : 0)
        for _ in 0..<Int(output[1] & 0x7F) {
            place += size + (isSequence ? 0 : addressSize)
            guard place <= length else { return }
            var raw: UInt64 = 0
            for octet in 0..<width { raw |= UInt64(output[place - width + octet]) << (octet * 8) }
            raw =
                width == 7
                ? shown(CP56Time2a(rawValue: raw)).rawValue
                : UInt64(
                    shown(CP24Time2a(rawValue: UInt32(truncatingIfNeeded: raw)), at: utc).rawValue)
            for octet in 0..<width {
                output[place - width + octet] = UInt8(truncatingIfNeeded: raw >> (octet * 8))
            }
        }
    }
}

extension OutstationEngine {
    /// The number of the time that links of a zone keep; `nil` when it is that of the station.
    mutating func linkTime(_ zone: ZoneRule?) -> Int? {
        guard let zone = zone?.bounded, zone != limits.clockPolicy.zone else { return nil }
        if let known = linkTimes.firstIndex(where: { $0.zone == zone }) { return known }
        linkTimes.append(LinkTime(zone, limits.clockPolicy))
        return linkTimes.count - 1
    }

    /// A time that a link has sent, on the clock of a station.
    @inline(__always)
    func stationTime(_ time: CP56Time2a, from slot: Int, station: Int) -> CP56Time2a {
        guard let number = links[slot].time else { return time }
        return linkTimes[number].read(time, isSummerTime: clocks[station].isSummerTime)
    }

    /// A time of the station, as a link is told it.
    @inline(__always)
    mutating func linkTime(_ time: CP56Time2a, for slot: Int) -> CP56Time2a {
        guard let number = links[slot].time else { return time }
        return linkTimes[number].shown(time)
    }

    /// Tells what was written for a link in its time.
    @inline(never)
    mutating func convertTimes(
        _ number: Int, _ output: inout MutableSpan<UInt8>, _ length: Int, at now: Moment
    ) {
        linkTimes[number].convert(&output, length, limits.profile, at: now.wall)
    }
}
