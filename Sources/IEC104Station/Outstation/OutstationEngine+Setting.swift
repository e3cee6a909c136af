package import IEC104Codec

extension OutstationEngine {
    /// Gives a point a new value.
    ///
    /// - Parameters:
    ///   - time: when it changed; `nil` is now.
    /// - Returns: whether it made an event. `false` also when the information is not of the point's
    ///   kind, which is counted.
    @discardableResult
    package mutating func set(
        _ point: PointID, _ information: Information, time: CP56Time2a? = nil,
        mode: EventMode = .detect, at now: Moment
    ) -> Bool {
        set(point, information, time, mode, .spontaneous, at: now)
    }

    /// Gives a point a new value.
    ///
    /// - Parameters:
    ///   - time: when it changed; `nil` is now.
    /// - Returns: whether it made an event.
    @discardableResult
    package mutating func set<Value: PointValue>(
        _ point: Point<Value>, _ value: Value, quality: Quality = [], time: CP56Time2a? = nil,
        mode: EventMode = .detect, at now: Moment
    ) -> Bool {
        set(point.id, value.information(quality), time, mode, .spontaneous, at: now)
    }

    /// Gives a point a new value that is reported with the cause of where it comes from.
    ///
    /// - Returns: whether it made an event.
    @discardableResult
    package mutating func set(
        _ point: PointID, _ information: Information, time: CP56Time2a?, mode: EventMode,
        source: ChangeSource, at now: Moment
    ) -> Bool {
        let returns = PointKind(information.kind)?.returnsInformation == true
        return set(point, information, time, mode, returns ? source.cause : .spontaneous, at: now)
    }

    @inline(__always)
    mutating func set(
        _ point: PointID, _ information: Information, _ time: CP56Time2a?, _ mode: EventMode,
        _ cause: Cause, at now: Moment
    ) -> Bool {
        guard let place = image.place(of: point),
            image.definitions[place].kind == information.kind
        else {
            statistics.wrongValues &+= 1
            return false
        }
        // Few points have parameters: the others pay one branch.
        guard image.definitions[place].parameters == 0 else {
            return setConditioned(place, information, time, mode, cause, at: now)
        }
        return take(place, information, time, mode, cause, isCrossed: false, at: now)
    }

    @inline(never)
    private mutating func setConditioned(
        _ place: Int, _ information: Information, _ time: CP56Time2a?, _ mode: EventMode,
        _ cause: Cause, at now: Moment
    ) -> Bool {
        var information = information
        let isCrossed = condition(place, &information)
        return take(place, information, time, mode, cause, isCrossed: isCrossed, at: now)
    }

    @inline(__always)
    private mutating func take(
        _ place: Int, _ information: Information, _ time: CP56Time2a?, _ mode: EventMode,
        _ cause: Cause, isCrossed: Bool, at now: Moment
    ) -> Bool {
        let old = image.replace(place, information)
        switch mode {
        case .detect:
            guard isReported(place, from: old, to: information) || isCrossed else { return false }
        case .force: break
        case .suppress:
            if let measure = information.measure { image.report(place, measure) }
            return false
        }
        guard image.definitions[place].events != .none else { return false }
        report(place, information, time ?? tag(place, at: now), cause)
        return true
    }

    /// Whether a change makes an event.
    @inline(__always)
    private func isReported(
        _ place: Int, from old: Information, to new: Information
    ) -> Bool {
        switch (old, new) {
        case (.shortFloat(let before, let old), .shortFloat(let after, let new)):
            return old != new || before != after && exceeds(place, after.value)
        case (.scaled(let before, let old), .scaled(let after, let new)):
            return old != new || before != after && exceeds(place, Float(after))
        case (.normalized(let before, let old), .normalized(let after, let new)):
            return old != new || before != after && exceeds(place, Float(after.rawValue))
        case (.normalizedWithoutQuality(let before), .normalizedWithoutQuality(let after)):
            return before != after && exceeds(place, Float(after.rawValue))
        case (.singlePoint(let before), .singlePoint(let after)): return before != after
        case (.doublePoint(let before), .doublePoint(let after)): return before != after
        case (.integratedTotal, _): return false
        default: return old != new
        }
    }

    /// Whether a measure is farther from the last reported one than the deadband; a NaN is.
    @inline(__always)
    private func exceeds(_ place: Int, _ measure: Float) -> Bool {
        let definition = image.definitions[place]
        return definition.deadband == 0
            || !((measure - definition.reported).magnitude <= definition.deadband)
    }

    /// Makes the event of a point, for every group.
    @inline(__always)
    mutating func report(
        _ place: Int, _ information: Information, _ time: CP56Time2a, _ cause: Cause
    ) {
        let definition = image.definitions[place]
        guard let kind = PointKind(definition.kind) else { return }
        if let measure = information.measure { image.report(place, measure) }
        switch definition.events {
        case .timeTagged: append(place, information, kind, .cp56, time, cause)
        case .shortTimeTagged: append(place, information, kind, .cp24, time, cause)
        case .untagged:
            let isTagged = limits.timeTaggedCounters && definition.kind == .integratedTotal
            append(place, information, kind, isTagged ? .cp56 : .none, time, cause)
        case .both:
            if kind.untagged != nil { append(place, information, kind, .none, time, cause) }
            if kind.tagged != nil { append(place, information, kind, .cp56, time, cause) }
        case .none: break
        }
    }

    /// Adds an event to every group, in the nearest type that the kind has.
    @inline(__always)
    private mutating func append(
        _ place: Int, _ information: Information, _ kind: PointKind, _ wanted: TimeTag.Kind,
        _ time: CP56Time2a, _ cause: Cause
    ) {
        let found: TypeID? =
            switch wanted {
            case .none: kind.untagged
            case .cp24: kind.shortTagged
            case .cp56: kind.tagged
            }
        let tagging = found != nil ? wanted : kind.untagged != nil ? .none : .cp56
        let tag: TimeTag =
            switch tagging {
            case .none: .none
            case .cp24: .cp24(CP24Time2a(rawValue: UInt32(truncatingIfNeeded: time.rawValue)))
            case .cp56: .cp56(time)
            }
        sequence &+= 1
        let record = EventRecord(
            object: InformationObject(image.values[place].address, information, timeTag: tag),
            sequence: sequence, station: image.definitions[place].station,
            type: found ?? kind.listed, cause: cause,
            eventClass: image.definitions[place].eventClass)
        statistics.events &+= 1
        if journal != nil { self.record(record, place) }
        for group in groups.indices {
            if groups[group].buffer.append(record) { countLost(1, group) }
        }
        if sequence >= budgetCheck { keepBudget() }
    }

    /// Address and value of a point; `nil` when it is not of the table.
    package func value(of point: PointID) -> InformationObject? {
        image.place(of: point).map { image.values[$0] }
    }

    /// The value of a point; `nil` when it is not of the table.
    package func value<Value: PointValue>(of point: Point<Value>) -> Value? {
        value(of: point.id).flatMap { Value($0.information) }
    }

    /// The point of a station at an address.
    package func find(_ address: ObjectAddress, station: CommonAddress = 1) -> PointID? {
        image.find(address, station)
    }
}
