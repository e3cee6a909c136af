public import IEC104Codec

/// The points and commands of an outstation, of one station or of several.
///
///     var points = PointTable()
///     let breaker = try points.add(1001, DoublePointState.off)
///     let voltage = try points.add(2001, Float(110.4), PointOptions(deadband: 0.5))
///     try points.addCommand(.C_DC_NA_1, at: 5001, drives: breaker)
///
/// Addresses are unique in a station, those of commands among themselves. A point takes about 70
/// octets; adding and finding take constant time.
public struct PointTable: Sendable {
    var values: [InformationObject] = []
    var definitions: [PointDefinition] = []
    var commands: [CommandDefinition] = []
    var pointIndex = AddressIndex()
    var commandIndex = AddressIndex()
    /// Different periods, in nanoseconds.
    var periods: [Int64] = []
    /// Of the points that have some.
    var parameters: [(point: PointID, values: ParameterValues)] = []
    /// Stations without points or commands.
    var emptyStations: Set<CommonAddress> = []
    static let mostEntries = 1 << 24

    /// An empty table.
    public init() {}

    /// How many points there are.
    public var count: Int { values.count }
    /// How many commands there are.
    public var commandCount: Int { commands.count }

    /// Makes room for `count` points.
    public mutating func reserveCapacity(_ count: Int) {
        values.reserveCapacity(count)
        definitions.reserveCapacity(count)
    }

    /// Adds a point with its first value.
    ///
    /// - Throws: a `PointTableError`; then the table is unchanged.
    @discardableResult
    public mutating func add<Value: PointValue>(
        _ address: ObjectAddress, station: CommonAddress = 1, _ value: Value,
        quality: Quality = [], _ options: PointOptions = PointOptions()
    ) throws(PointTableError) -> Point<Value> {
        Point(try add(address, station: station, value.information(quality), options))
    }

    /// Adds a point of the type of `type` with its first value.
    ///
    /// - Parameters:
    ///   - type: types 1...21 and 30...40; whether it is one with time tag does not matter, see
    ///     `PointOptions.events`.
    ///   - information: of the kind of the type; `nil` is zero, and invalid until it is set.
    /// - Throws: a `PointTableError`; then the table is unchanged.
    @discardableResult
    public mutating func add(
        _ address: ObjectAddress, station: CommonAddress = 1, type: TypeID,
        _ information: Information? = nil, _ options: PointOptions = PointOptions()
    ) throws(PointTableError) -> PointID {
        guard let row = TypeTable.standard[type], PointKind(row.information) != nil else {
            throw PointTableError(.notAPoint, station: station, address: address)
        }
        guard let first = information ?? .unset(row.information), first.kind == row.information
        else { throw PointTableError(.wrongInformation, station: station, address: address) }
        return try add(address, station: station, first, options)
    }

    /// Adds a point with its first value.
    ///
    /// - Throws: a `PointTableError`; then the table is unchanged.
    @discardableResult
    public mutating func add(
        _ address: ObjectAddress, station: CommonAddress = 1, _ information: Information,
        _ options: PointOptions = PointOptions()
    ) throws(PointTableError) -> PointID {
        func error(_ code: PointTableError.Code) -> PointTableError {
            PointTableError(code, station: station, address: address)
        }
        try Self.check(station, address)
        guard let kind = PointKind(information.kind) else { throw error(.notAPoint) }
        guard options.deadband >= 0 else { throw error(.deadband) }
        guard let deadband = options.absoluteDeadband else { throw error(.deadbandRange) }
        let parameters = ParameterValues(
            threshold: deadband, smoothing: options.smoothing, lowLimit: options.lowLimit,
            highLimit: options.highLimit)
        let isConditioned = parameters != ParameterValues(threshold: deadband)
        if isConditioned {
            guard parameters.areValid, information.kind.parameterType != nil else {
                throw error(.parameters)
            }
        }
        if let group = options.counterGroup {
            guard (1...4).contains(group), information.kind == .integratedTotal else {
                throw error(.counterGroup)
            }
        }
        let key = AddressIndex.key(station, address)
        guard find(address, station: station) == nil else { throw error(.repeatedPoint) }
        guard count < Self.mostEntries else { throw error(.tableFull) }
        let kept = periods.count
        var places: (cyclic: UInt8, background: UInt8) = (0, 0)
        do throws(PointTableError) {
            if let period = options.cyclicPeriod {
                guard kind.isCyclic, let nanoseconds = Self.nanoseconds(period) else {
                    throw error(.cyclicPeriod)
                }
                guard let place = place(of: nanoseconds) else { throw error(.tooManyPeriods) }
                places.cyclic = place
            }
            if let period = options.backgroundPeriod {
                guard kind.isScanned, let nanoseconds = Self.nanoseconds(period) else {
                    throw error(.backgroundPeriod)
                }
                guard let place = place(of: nanoseconds) else { throw error(.tooManyPeriods) }
                places.background = place
            }
        } catch {
            periods.removeLast(periods.count - kept)
            throw error
        }
        values.append(InformationObject(address, information))
        definitions.append(
            PointDefinition(
                station: station, kind: information.kind, type: kind.listed,
                events: options.events, eventClass: options.eventClass ?? kind.eventClass,
                groups: options.groups,
                counterGroup: options.counterGroup ?? 0,
                inStationInterrogation: options.inStationInterrogation && kind.isScanned,
                cyclic: places.cyclic, background: places.background,
                deadband: deadband, reported: information.measure ?? 0))
        pointIndex.append(key) { [values, definitions] entry in
            AddressIndex.key(definitions[entry].station, values[entry].address)
        }
        let point = PointID(index: UInt32(truncatingIfNeeded: count - 1))
        if isConditioned { self.parameters.append((point, parameters)) }
        return point
    }

    /// A station that answers although it may have no points or commands.
    ///
    /// - Throws: a `PointTableError` when the address is not one of a station.
    public mutating func addStation(_ station: CommonAddress) throws(PointTableError) {
        guard Self.isStation(station) else {
            throw PointTableError(.stationAddress, station: station, address: .irrelevant)
        }
        emptyStations.insert(station)
    }

    private static func isStation(_ station: CommonAddress) -> Bool {
        (1...65534).contains(station.value)
    }

    static func check(
        _ station: CommonAddress, _ address: ObjectAddress
    ) throws(PointTableError) {
        guard isStation(station) else {
            throw PointTableError(.stationAddress, station: station, address: address)
        }
        guard (1...0xFF_FFFF).contains(address.value) else {
            throw PointTableError(.objectAddress, station: station, address: address)
        }
    }

    private static func nanoseconds(_ period: Duration) -> Int64? {
        let range: ClosedRange<Duration> = .milliseconds(10) ... .seconds(48 * 3600)
        return range.contains(period) ? period.wholeNanoseconds : nil
    }

    /// The place + 1 of a period, a new one if need be; `nil` when there are too many.
    private mutating func place(of period: Int64) -> UInt8? {
        if let place = periods.firstIndex(of: period) { return UInt8(place + 1) }
        guard periods.count < 100 else { return nil }
        periods.append(period)
        return UInt8(periods.count)
    }
}
