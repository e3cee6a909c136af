internal import IEC104Codec

extension OutstationEngine {
    /// Serves an ASDU that was received on a started link.
    package mutating func receive(
        _ octets: Span<UInt8>, on link: LinkID, at now: Moment
    ) -> Reception {
        guard let slot = slot(link), links[slot].isStarted else { return .handled }
        statistics.received &+= 1
        let header: ASDUHeader
        let object: InformationObject?
        do throws(DecodeError) {
            var reader = try ASDUReader(octets, profile: limits.profile)
            header = reader.header
            object = reader.next()
        } catch {
            statistics.malformed &+= 1
            return .malformed(error)
        }
        guard let object, let procedure = Procedure(header.type),
            procedure != .file || limits.servesFiles
        else {
            mirror(octets, .unknownType, slot)
            return .handled
        }
        let request = Request(header: header, object: object, link: link, slot: slot)
        guard procedure.causes(of: header.type).contains(header.cause.cause) else {
            mirror(octets, .unknownCause, slot)
            noteUnknown(request, .unknownCause, at: now)
            return .handled
        }
        let isGlobal = header.commonAddress == limits.profile.globalCommonAddress
        let asked: Range<Int>
        if isGlobal, procedure.allowsGlobalAddress {
            asked = image.reachableStations
        } else if !isGlobal, let station = image.station(header.commonAddress) {
            asked = station..<(station + 1)
        } else {
            mirror(octets, .unknownCommonAddress, slot)
            noteUnknown(request, .unknownCommonAddress, at: now)
            return .handled
        }
        if procedure.isSystem, object.address != .irrelevant {
            mirror(octets, .unknownObjectAddress, slot)
            return .handled
        }
        let isKnown =
            procedure == .file
            ? file(request, octets, at: now) : serve(procedure, request, asked, at: now)
        if !isKnown {
            mirror(octets, .unknownObjectAddress, slot)
            noteUnknown(request, .unknownObjectAddress, at: now)
        }
        return .handled
    }

    /// `false` when the object address is unknown.
    private mutating func serve(
        _ procedure: Procedure, _ request: Request, _ stations: Range<Int>, at now: Moment
    ) -> Bool {
        if isReadOnly(request.slot), procedure.changesStation(request) {
            if procedure != .delay { confirm(request, isNegative: true) }
            return true
        }
        switch procedure {
        case .command: return command(request, at: now)
        case .interrogation: interrogate(request, stations, at: now)
        case .counterInterrogation: interrogateCounters(request, stations, at: now)
        case .read: return read(request, at: now)
        case .clockSynchronization: synchronizeClock(request, stations, at: now)
        case .test: test(request)
        case .reset: reset(request, stations, at: now)
        case .delay: acquireDelay(request)
        case .parameter: return loadParameter(request, at: now)
        case .parameterActivation: return activateParameters(request, at: now)
        case .file: break
        }
        return true
    }
}
