internal import IEC104Codec

/// What the engine writes down, and how it goes on where another one ended.
extension OutstationEngine {
    /// Begins to note what a journal needs; it records once there was a checkpoint.
    mutating func attachJournal() {
        journal = EngineJournal(fingerprint: image.fingerprint)
        image.changes = ChangedPlaces(count: image.count)
    }

    /// Notes nothing any more, and holds back no event.
    package mutating func detachJournal() {
        journal = nil
        image.changes = nil
        hold(from: .max)
    }

    /// An event was made.
    @inline(never)
    mutating func record(_ event: EventRecord, _ place: Int) {
        guard journal?.isRecording == true else { return }
        // A counter has its reading at the freeze beside its value.
        let isValue =
            image.definitions[place].kind != .integratedTotal
            && image.values[place].information == event.object.information
        if isValue { image.changes?.remove(place) }
        journal?.buffer.append(event, isValue: isValue)
    }

    /// Events of a group were cleared.
    mutating func recordClearing(_ group: Int, _ stations: ClosedRange<CommonAddress>) {
        guard journal != nil else { return }
        let clearing = JournalRecord.Clearing(
            owner: JournalOwner(groups[group].owner), stations: stations, sequence: sequence)
        journal?.keep(clearing)
        if journal?.isRecording == true { journal?.buffer.append(clearing) }
    }

    /// The parameters of a point have changed otherwise than by the point list.
    mutating func recordParameters(_ entry: Int) {
        guard journal?.isRecording == true, let record = journalParameters(entry) else { return }
        journal?.buffer.append(record)
    }

    private func journalParameters(_ entry: Int) -> JournalRecord.Parameters? {
        guard parameters.entries.indices.contains(entry) else { return nil }
        let found = parameters.entries[entry]
        let definition = image.definitions[found.place]
        return JournalRecord.Parameters(
            station: definition.station, address: image.values[found.place].address,
            type: definition.type, remoteKinds: found.remoteKinds, localKinds: found.localKinds,
            loadedKinds: found.loadedKinds, isCyclicStopped: found.isCyclicStopped,
            values: found.values, loaded: found.loaded)
    }

    /// Clocks were set.
    mutating func recordClocks() {
        hasSetClocks = true
        guard journal?.isRecording == true else { return }
        for clock in journalClocks { journal?.buffer.append(clock) }
    }

    /// That of all stations, then those of some.
    private var journalClocks: [JournalRecord.Clock] {
        guard hasSetClocks else { return [] }
        return [JournalRecord.Clock(station: nil, state: clocks.common.state)]
            + clocks.own.sorted { $0.key < $1.key }.map {
                JournalRecord.Clock(station: image.stations[$0.key].address, state: $0.value.state)
            }
    }

    // MARK: What is written

    /// Whether something was noted that is not written.
    package var hasJournalBacklog: Bool {
        guard let journal else { return false }
        return !journal.buffer.isEmpty || journal.groupsMayDiffer || image.changes?.isEmpty == false
    }

    /// Octets that wait to be written; what has changed otherwise is not yet among them.
    var journalBacklog: Int { journal?.buffer.count ?? 0 }

    /// What was noted since the last time.
    ///
    /// - Parameter reservation: up to which number events may be made; `nil` writes none.
    mutating func takeJournal(reservation: UInt64?, isEnd: Bool) -> [UInt8] {
        guard var journal, journal.isRecording else { return [] }
        // Taken out, so that it is not copied.
        self.journal = nil
        for place in image.changes?.take() ?? [] {
            journal.buffer.append(image.journalPoint(Int(place)))
        }
        if journal.groupsMayDiffer {
            journal.groupsMayDiffer = false
            let present = journalGroups()
            for (owner, group) in present
            where !group.isSame(as: journal.groups[owner]) {
                journal.buffer.append(JournalOwner(owner), group)
            }
            for owner in journal.groups.keys where present[owner] == nil {
                journal.buffer.append(gone: JournalOwner(owner))
            }
            journal.groups = present
        }
        if let reservation { journal.buffer.append(.reserved, reservation) }
        if isEnd { journal.buffer.append(.end, sequence) }
        let octets = journal.buffer.take()
        self.journal = journal
        return octets
    }

    /// Everything as it is now; what comes later is noted from here on.
    ///
    /// - Parameter limit: the most octets, so that the oldest events may have no room.
    /// - Returns: the frames, and how many events are not in them.
    mutating func checkpoint(
        generation: UInt64, boot: UInt64, isSyncedFirst: Bool, reservation: UInt64?, limit: Int
    ) -> (octets: [UInt8], omitted: Int) {
        guard var journal else { return ([], 0) }
        self.journal = nil
        journal.buffer.removeAll()
        _ = image.changes?.take()
        var buffer = JournalBuffer()
        buffer.append(
            JournalRecord.File(
                generation: generation, boot: boot, fingerprint: journal.fingerprint,
                isSyncedFirst: isSyncedFirst))
        if let reservation { buffer.append(.reserved, reservation) }
        journal.groups = journalGroups()
        journal.groupsMayDiffer = false
        for (owner, group) in journal.groups { buffer.append(JournalOwner(owner), group) }
        let positions = journal.groups
        journal.clearings.removeAll { clearing in
            guard let owner = clearing.owner.owner, let group = positions[owner] else {
                return true
            }
            return group.position >= clearing.sequence
        }
        for clearing in journal.clearings { buffer.append(clearing) }
        for place in 0..<image.count { buffer.append(image.journalPoint(place)) }
        for entry in parameters.entries.indices where parameters.entries[entry].isChanged {
            if let record = journalParameters(entry) { buffer.append(record) }
        }
        for clock in journalClocks { buffer.append(clock) }
        var events: [EventRecord] = []
        for group in groups.indices { groups[group].buffer.addUnconfirmed(to: &events) }
        let room = max(limit - buffer.count, 0) / Self.octetsPerEvent
        let omitted = max(events.count - room, 0)
        let lastOmitted = omitted > 0 ? events[omitted - 1].sequence : 0
        for event in events[omitted...] { buffer.append(event, isValue: false) }
        buffer.append(.checkpoint, sequence, UInt64(omitted), lastOmitted)
        journal.isRecording = true
        self.journal = journal
        return (buffer.take(), omitted)
    }

    /// A record of an event, and its part of the header of a frame.
    private static let octetsPerEvent = 40
    /// A record of a point, at most, and its part of the header of a frame.
    private static let octetsPerPoint = 34

    /// The parameters of a point, or a clock, at most.
    private static let octetsPerSetting = 64

    /// How many octets the values and settings take in a checkpoint, at most.
    var journalPointOctets: Int {
        image.count * Self.octetsPerPoint
            + (parameters.entries.count + clocks.own.count + 1) * Self.octetsPerSetting
    }

    /// Nothing is noted until the next checkpoint.
    mutating func stopRecording() {
        journal?.isRecording = false
        journal?.buffer.removeAll()
    }

    /// What each owner has got.
    private mutating func journalGroups() -> [PeerIdentity?: JournalRecord.Group] {
        var found: [PeerIdentity?: JournalRecord.Group] = [:]
        for index in groups.indices {
            let oldest = groups[index].buffer.takeOldestUnconfirmed()
            var group = JournalRecord.Group(
                position: oldest.map { $0 &- 1 } ?? sequence, lost: groups[index].buffer.lost,
                sequence: sequence)
            if let other = found[groups[index].owner] {
                group.position = min(group.position, other.position)
                group.lost &+= other.lost
            }
            found[groups[index].owner] = group
        }
        return found
    }

    // MARK: The disk

    /// Events from this number on are not sent: they are not safe yet.
    package mutating func hold(from number: UInt64) {
        guard number != firstHeld else { return }
        firstHeld = number
        otherOutputs &+= 1
    }
}

extension JournalRecord.Group {
    /// Whether a group needs no new record: what it has got, and lost, is the same.
    fileprivate func isSame(as other: Self?) -> Bool {
        position == other?.position && lost == other?.lost
    }
}

extension ProcessImage {
    /// Of the points: their stations, addresses and types.
    var fingerprint: UInt64 {
        var sum: UInt64 = 0xCBF2_9CE4_8422_2325
        for place in 0..<count {
            let key =
                UInt64(definitions[place].station.value) << 40
                | UInt64(definitions[place].type.rawValue) << 32
                | UInt64(values[place].address.value)
            sum = (sum ^ key) &* 0x9E37_79B9_7F4A_7C15
            sum ^= sum >> 29
        }
        return sum
    }

    func journalPoint(_ place: Int) -> JournalRecord.Point {
        let definition = definitions[place]
        let object = values[place]
        return JournalRecord.Point(
            station: definition.station, address: object.address, type: definition.type,
            information: object.information,
            reported: object.information.measure == nil ? nil : definition.reported,
            frozen: counter(place).flatMap { frozen[$0] })
    }

    /// The number of a counter among all counters; `nil` when the point is none.
    func counter(_ place: Int) -> Int? {
        guard definitions[place].kind == .integratedTotal,
            let station = station(definitions[place].station),
            let run = stations[station].runs.first(where: { $0.places.contains(place) })
        else { return nil }
        return run.firstCounter + place - run.places.lowerBound
    }
}
