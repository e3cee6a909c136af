package import IEC104Codec

extension OutstationEngine {
    /// C_CI_NA_1: a read reports the counters, as they were at the last freeze if there was one;
    /// the other modes freeze or reset, and report nothing.
    mutating func interrogateCounters(
        _ request: Request, _ stations: Range<Int>, at now: Moment
    ) {
        guard case .counterInterrogation(let qualifier) = request.object.information else { return }
        begin(
            RunningInterrogation(
                type: .C_CI_NA_1, qualifier: qualifier.rawValue, request: request.header.cause,
                stations: stations),
            request,
            isAllowed: (1...5).contains(qualifier.request)
                && (limits.acceptsFreeze || qualifier.freeze == .read), at: now)
    }

    /// Freezes or resets what a counter interrogation asks for, unless it is a test.
    mutating func freeze(_ interrogation: RunningInterrogation, at now: Moment) {
        guard interrogation.type == .C_CI_NA_1, !interrogation.request.isTest else { return }
        let qualifier = QCC(rawValue: interrogation.qualifier)
        guard qualifier.freeze != .read else { return }
        for station in interrogation.stations {
            freeze(station, qualifier.request, qualifier.freeze, at: now)
        }
    }

    /// Freezes or resets counters here, as a counter interrogation does: modes A and B.
    ///
    /// - Parameter group: 1...4; `nil` is all counters of the station.
    package mutating func freezeCounters(
        station: CommonAddress, group: UInt8? = nil, _ freeze: QCC.Freeze, at now: Moment
    ) {
        guard let number = image.station(station) else { return }
        self.freeze(number, group ?? Self.allCounters, freeze, at: now)
    }

    static let allCounters: UInt8 = 5

    mutating func freeze(
        _ station: Int, _ group: UInt8, _ freeze: QCC.Freeze, at now: Moment
    ) {
        guard freeze != .read else { return }
        let time = clocks.tag(station: station, now)
        for run in image.stations[station].runs where run.kind == .integratedTotal {
            for place in run.places {
                guard group == Self.allCounters || image.definitions[place].counterGroup == group,
                    case .integratedTotal(let current) = image.values[place].information
                else { continue }
                if freeze != .reset {
                    let counter = run.firstCounter + place - run.places.lowerBound
                    let last = image.frozen[counter]?.reading.sequence
                    let number = last.map { $0 &+ 1 } ?? current.sequence
                    let reading = BCR(
                        value: current.value, flags: current.flags & 0xE0 | number & 0x1F)
                    image.frozen[counter] = FrozenCounter(reading: reading, time: time)
                    image.changes?.insert(place)
                    if limits.reportsFrozenCounters {
                        report(place, .integratedTotal(reading), time, .spontaneous)
                    }
                }
                // CY and CA tell of the period that has ended. One that is reset out of it is
                // adjusted.
                let flags = freeze == .reset ? current.flags | 0x40 : current.flags & 0x9F
                let value = freeze == .freeze ? current.value : 0
                _ = image.replace(place, .integratedTotal(BCR(value: value, flags: flags)))
            }
        }
    }

    /// Writes the next counters that an interrogation asks for; their octets.
    mutating func writeCounters(
        _ interrogation: RunningInterrogation, _ station: Int, from place: inout Int,
        at now: Moment,
        into output: inout MutableSpan<UInt8>
    ) -> Int {
        let qualifier = QCC(rawValue: interrogation.qualifier)
        guard qualifier.freeze == .read else { return 0 }
        let time = clocks.tag(station: station, now)
        let station = image.stations[station]
        guard let run = station.runs.first(where: { $0.kind == .integratedTotal }) else { return 0 }
        let group = qualifier.request
        let header = ASDUHeader(
            type: limits.timeTaggedCounters ? .M_IT_TB_1 : .M_IT_NA_1, count: 0,
            cause: interrogation.cause(.counterRequest(group: group)),
            commonAddress: station.address)
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count), header: header,
                profile: limits.profile)
            place = max(place, run.places.lowerBound)
            while place < run.places.upperBound {
                if group == Self.allCounters || image.definitions[place].counterGroup == group {
                    let frozen = image.frozen[run.firstCounter + place - run.places.lowerBound]
                    var object = image.values[place]
                    if let frozen { object.information = .integratedTotal(frozen.reading) }
                    if limits.timeTaggedCounters { object.timeTag = .cp56(frozen?.time ?? time) }
                    // A counter that the profile cannot express is left out.
                    if (try? writer.append(object)) == false { break }
                }
                place += 1
            }
            return writer.finish()
        } catch {
            return 0
        }
    }
}
