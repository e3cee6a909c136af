public import IEC104Codec
public import IEC104Station

/// The points of an outstation during one transaction; see `Outstation.update`.
public struct PointAccess {
    private let core: OutstationCore
    private let now: Moment

    init(core: OutstationCore, now: Moment) {
        self.core = core
        self.now = now
    }

    /// The value of a point; setting it reports a change, with good quality and the time of now.
    public subscript<Value: PointValue>(point: Point<Value>) -> Value? {
        get { core.engine.value(of: point) }
        nonmutating set { if let newValue { set(point, newValue) } }
    }

    /// Sets a point.
    ///
    /// - Parameters:
    ///   - time: the time tag of the event; the time of now by default.
    ///   - event: whether it is reported; by default when it has changed, beyond the deadband of a
    ///     measured value.
    ///   - source: why it changed, which is the cause of transmission; the process by default.
    /// - Returns: whether an event was made.
    @discardableResult
    public func set<Value: PointValue>(
        _ point: Point<Value>, _ value: Value, quality: Quality = [], time: CP56Time2a? = nil,
        event: EventMode = .detect, source: ChangeSource = .process
    ) -> Bool {
        guard source == .process else {
            return set(
                point.id, value.information(quality), time: time, event: event, source: source)
        }
        return core.change {
            $0.set(point, value, quality: quality, time: time, mode: event, at: now)
        }
    }

    /// Sets a point whose kind is not known at compile time; what is of another kind is refused.
    ///
    /// - Returns: whether an event was made.
    @discardableResult
    public func set(
        _ point: PointID, _ information: Information, time: CP56Time2a? = nil,
        event: EventMode = .detect, source: ChangeSource = .process
    ) -> Bool {
        guard source == .process else {
            return core.change {
                $0.set(point, information, time: time, mode: event, source: source, at: now)
            }
        }
        return core.change { $0.set(point, information, time: time, mode: event, at: now) }
    }

    /// The address and value of a point.
    public func value(of point: PointID) -> InformationObject? { core.engine.value(of: point) }

    /// Freezes or resets the counters of a station, or of one of its groups 1...4.
    public func freezeCounters(
        station: CommonAddress = 1, group: UInt8? = nil, _ freeze: QCC.Freeze
    ) {
        core.change { $0.freezeCounters(station: station, group: group, freeze, at: now) }
    }

    /// Lets a counter go on. Beyond `OutstationSettings.largestReading` it begins at zero again and
    /// carries (CY) in what is frozen next.
    public func count(_ counter: Point<BCR>, by amount: Int32 = 1) {
        core.change { _ = $0.count(counter, by: amount) }
    }

    /// Lets a counter go on; a point that is none stays as it is.
    public func count(_ counter: PointID, by amount: Int32 = 1) {
        count(Point(counter), by: amount)
    }

    /// Sets a counter by hand: it is adjusted (CA) in what is frozen next.
    public func adjust(_ counter: Point<BCR>, to value: Int32) {
        core.change { _ = $0.adjust(counter, to: value) }
    }

    /// The parameter of a measured value that is in operation, in the unit of the value; `nil` when
    /// there is none.
    public func parameter(_ kind: ParameterKind, of point: PointID) -> Float? {
        core.engine.parameter(kind, of: point)
    }

    /// Changes a parameter of a measured value here; controlling stations are told so by LPC.
    ///
    /// - Returns: `false` when the point is no measured value, or the value makes no sense.
    @discardableResult
    public func setParameter(_ kind: ParameterKind, of point: PointID, to value: Float) -> Bool {
        core.change { $0.setParameter(kind, of: point, to: value, at: now) }
    }

    /// The time that the clock of a station shows now, as its events carry it: with the summer time
    /// and the validity of that clock.
    public func time(station: CommonAddress = 1) -> CP56Time2a {
        core.change { $0.tag(of: station, at: now) }
    }

    /// Starts a station again, or all: what is selected or runs ends, outputs of pulses fall back, and
    /// each master is told the end of initialization.
    ///
    /// - Parameters:
    ///   - station: `nil` is all.
    ///   - cause: the cause of initialization: 0 power on, 1 manual reset, 2 remote reset; with or
    ///     without a change of local parameters.
    /// - Returns: whether there is such a station.
    @discardableResult
    public func restart(
        station: CommonAddress? = nil, cause: COI = .localManualReset
    ) -> Bool {
        core.change { $0.restart(station, cause: cause, at: now) }
    }

    /// Moves the clock of the stations, as a fault of it would: to the millisecond.
    public func moveClock(by duration: Duration) {
        let milliseconds = duration.wholeNanoseconds / 1_000_000
        core.change { $0.moveClock(by: milliseconds) }
    }
}
