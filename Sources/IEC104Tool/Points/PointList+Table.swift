import IEC104
import IEC104Codec

extension PointTable {
    /// The points and commands of a list. The points keep their places: that with index n is
    /// `list.points[n]`.
    ///
    /// - Throws: what the table refuses, with the line of the list.
    init(_ list: PointList, file: String) throws(PointListError) {
        self.init()
        reserveCapacity(list.points.count)
        var ids: [PointID] = []
        ids.reserveCapacity(list.points.count)
        for row in list.points {
            do throws(PointTableError) {
                ids.append(
                    try add(
                        row.address, station: row.station, row.information,
                        PointOptions(row, list.pointExtras[ids.count])))
            } catch {
                throw PointListError(error, file: file, line: row.line)
            }
        }
        for row in list.commands {
            let point = row.target.flatMap { ids.indices.contains($0) ? ids[$0] : nil }
            do throws(PointTableError) {
                try addCommand(
                    row.type, at: row.address, station: row.station, drives: point, row.options)
            } catch {
                throw PointListError(error, file: file, line: row.line)
            }
        }
    }
}

extension PointOptions {
    init(_ row: PointRow, _ extras: PointExtras? = nil) {
        self.init()
        guard let type = PointType(row.type) else { return }
        events =
            switch type.timeTag {
            case .none: .untagged
            case .cp24: .shortTimeTagged
            case .cp56: .timeTagged
            }
        switch type.kind {
        // The table compares what is on the wire.
        case .normalized, .normalizedWithoutQuality: deadband = row.deadband * 32768
        default: deadband = row.deadband
        }
        if type.kind == .integratedTotal {
            counterGroup =
                row.groups == 0
                ? nil : UInt8(truncatingIfNeeded: row.groups.trailingZeroBitCount + 1)
        } else {
            groups = GroupSet(rawValue: row.groups)
        }
        inStationInterrogation = row.isInterrogated
        if row.period > 0 {
            switch type.repetition {
            case .cyclic: cyclicPeriod = .milliseconds(row.period)
            case .background: backgroundPeriod = .milliseconds(row.period)
            case .none: break
            }
        }
        if let extras { take(extras) }
    }

    private mutating func take(_ extras: PointExtras) {
        if let wanted = extras.events { events = wanted }
        eventClass = extras.eventClass
        deadbandPercent = extras.deadbandPercent
        rangeLow = extras.range?.lowerBound
        rangeHigh = extras.range?.upperBound
        smoothing = extras.smoothing
        lowLimit = extras.lowLimit
        highLimit = extras.highLimit
        if extras.background > 0 { backgroundPeriod = .milliseconds(extras.background) }
    }
}

extension PointListError {
    fileprivate init(_ error: PointTableError, file: String, line: UInt32) {
        self.init(
            file: file,
            problems: [
                .init(
                    line: Int(line), column: nil,
                    words: Words("\(error)", error.description(in: .chinese)))
            ], more: 0)
    }
}
