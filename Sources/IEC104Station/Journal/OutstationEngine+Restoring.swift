internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// Goes on where the outstation ended that wrote the journal: values, frozen counters, groups
    /// and their events. To be called before any link is made; each station is initialized anew.
    ///
    /// - Returns: what was put back, and what was not.
    package mutating func restore(_ contents: JournalContents, at now: Moment) -> JournalReport {
        var report = contents.report
        guard !report.isEmpty else { return report }
        report.isOtherPointList = contents.file.map { $0.fingerprint != image.fingerprint } ?? true
        for point in contents.points.values {
            if restore(point) { report.points += 1 } else { report.foreignPoints += 1 }
        }
        for found in contents.parameters.values {
            if restore(found) { report.parameters += 1 } else { report.foreignPoints += 1 }
        }
        applyLimits()
        let foreign = clocks.restore(contents.clocks) { image.station($0) }
        report.clocks = contents.clocks.count - foreign
        hasSetClocks = report.clocks > 0
        let known = contents.events.filter { event in
            image.find(event.object.address, event.station).flatMap(image.place(of:)).map {
                image.definitions[$0].kind == event.object.information.kind
            } ?? false
        }
        report.events = known.count
        report.foreignEvents = contents.events.count - known.count
        sequence = max(sequence, contents.sequence)
        let restored = restoredGroups(contents, known, &report, at: now)
        if restored.isEmpty {
            // Who has got what is not known: everybody gets it all.
            for group in groups.indices {
                for event in known { groups[group].buffer.restore(event, wasCounted: false) }
            }
        } else {
            let owners = restored.map(\.owner)
            groups = restored + groups.filter { $0.isConfigured && !owners.contains($0.owner) }
        }
        report.groups = restored.count
        forgetGroups()
        return report
    }

    /// The groups that the journal knows, with the events that each has yet to confirm.
    private func restoredGroups(
        _ contents: JournalContents, _ events: [EventRecord], _ report: inout JournalReport,
        at now: Moment
    ) -> [EventGroup] {
        var saved: [(owner: PeerIdentity?, name: JournalOwner)] = []
        for name in contents.groups.keys {
            if let owner = name.owner {
                saved.append((owner, name))
            } else {
                report.foreignGroups += 1
            }
        }
        saved.sort { ($0.owner?.description ?? "") < ($1.owner?.description ?? "") }
        // Once a station has come, it has taken what was collected before.
        if saved.count > 1 { saved.removeAll { $0.owner == nil } }
        let configured = groups.filter { $0.isConfigured }.map(\.owner)
        var restored: [EventGroup] = []
        for (owner, name) in saved {
            // What was collected for nobody yet is for every group of the configuration.
            for owner in owner == nil && !configured.isEmpty ? configured : [owner] {
                var group = EventGroup(
                    owner: owner, isConfigured: owner != nil && configured.contains(owner),
                    capacity: limits.eventCapacity,
                    initializations: StationSet(image.reachableStations), at: now.instant)
                contents.fill(&group.buffer, name, with: events)
                group.lossesTold = contents.groups[name]?.lost ?? 0
                restored.append(group)
            }
        }
        return restored
    }

    /// What was set is in operation again; all else is what the table says now.
    private mutating func restore(_ found: JournalRecord.Parameters) -> Bool {
        guard let id = image.find(found.address, found.station),
            let place = image.place(of: id), image.definitions[place].type == found.type
        else { return false }
        let mayHaveSome = image.definitions[place].kind.parameterType != nil
        guard mayHaveSome || image.definitions[place].cyclic != 0 else { return false }
        let entry = entry(of: place)
        parameters.entries[entry].isCyclicStopped = found.isCyclicStopped
        guard mayHaveSome, limits.acceptsParameters || found.remoteKinds | found.loadedKinds == 0
        else { return true }
        var values = parameters.entries[entry].values
        for kind in ParameterKind.allCases
        where (found.remoteKinds | found.localKinds) & kind.bit != 0 {
            values[kind] = found.values[kind]
        }
        guard values.areValid else { return false }
        parameters.entries[entry].values = values
        parameters.entries[entry].remoteKinds = found.remoteKinds
        parameters.entries[entry].localKinds = found.localKinds
        parameters.entries[entry].loadedKinds = found.loadedKinds
        parameters.entries[entry].loaded = found.loaded
        image.setDeadband(place, values.threshold)
        return true
    }

    /// Compares the values that are back with the limits in operation. OV of one that is outside is
    /// taken for theirs.
    private mutating func applyLimits() {
        for entry in parameters.entries.indices {
            let place = parameters.entries[entry].place
            var information = image.values[place].information
            _ = parameters.entries[entry].condition(&information, isNew: false)
            guard parameters.entries[entry].isBeyond else { continue }
            _ = information.setOverflow(true)
            parameters.entries[entry].setsOverflow = true
            _ = image.replace(place, information)
        }
    }

    private mutating func restore(_ point: JournalRecord.Point) -> Bool {
        guard let id = image.find(point.address, point.station),
            let place = image.place(of: id), image.definitions[place].type == point.type,
            image.definitions[place].kind == point.information.kind
        else { return false }
        _ = image.replace(place, point.information)
        if let reported = point.reported { image.report(place, reported) }
        if let frozen = point.frozen, let counter = image.counter(place) {
            image.frozen[counter] = frozen
        }
        return true
    }
}

extension JournalContents {
    /// The events that a group has not confirmed; by default of all.
    func waiting(_ name: JournalOwner, of events: [EventRecord]? = nil) -> [EventRecord] {
        guard let group = groups[name] else { return [] }
        let clearings = clearings.filter { $0.owner == name }
        return (events ?? self.events).filter { event in
            event.sequence > group.position && !clearings.contains { $0.covers(event) }
        }
    }

    /// Fills a buffer with what a group has not confirmed.
    fileprivate func fill(
        _ buffer: inout EventBuffer, _ name: JournalOwner, with events: [EventRecord]
    ) {
        guard let group = groups[name] else { return }
        for event in waiting(name, of: events) {
            buffer.restore(event, wasCounted: event.sequence <= group.sequence)
        }
        buffer.addLost(group.lost)
        if omitted.last > group.position {
            buffer.addLost(min(omitted.count, omitted.last - group.position))
        }
    }
}

extension JournalRecord.Clearing {
    fileprivate func covers(_ event: EventRecord) -> Bool {
        event.sequence <= sequence && stations.contains(event.station)
            && event.object.timeTag != .none
    }
}
