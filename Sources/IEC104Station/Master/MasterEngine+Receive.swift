internal import IEC104Codec
internal import IEC104Session

extension MasterEngine {
    /// An ASDU has arrived. Its structure is checked, in a time that does not depend on its length.
    package mutating func receive(_ asdu: Span<UInt8>, at now: Moment) -> MasterReception {
        if let header = headerLayout.header(of: asdu), classes.isPlainData(header, asdu) {
            return data(header, asdu, at: now)
        }
        do throws(DecodeError) {
            var reader = try ASDUReader(reported: asdu, profile: settings.profile)
            switch classes[reader.header.type] {
            case .data: return data(reader.header, asdu, at: now)
            case .answer:
                return reader.header.reportsParameter
                    ? data(reader.header, asdu, at: now) : answer(&reader, at: now)
            case .initialization: return initialization(&reader, at: now)
            case .file: return file(&reader, asdu, at: now)
            case .none: return unexpected(.type, reader.header)
            }
        } catch {
            return malformed(error, asdu)
        }
    }

    /// Monitored data of a sound structure.
    @inline(__always)
    private mutating func data(
        _ header: ASDUHeader, _ asdu: Span<UInt8>, at now: Moment
    ) -> MasterReception {
        let cause = header.cause.cause
        guard classes.causes(of: header.type).contains(cause) else {
            return unexpected(.cause, header)
        }
        statistics.data &+= 1
        // Spontaneous and cyclic data, most of all, belongs to no request.
        guard !pending.isEmpty, cause == .request || cause.rawValue >= 20 else {
            return .data(header, for: nil)
        }
        return .data(
            header,
            for: cause == .request
                ? value(header, asdu, at: now) : interrogated(header, at: now))
    }

    private mutating func malformed(
        _ error: DecodeError, _ asdu: Span<UInt8>
    ) -> MasterReception {
        // What is behind the header of a type that is not known, nobody can say.
        if let header = try? ASDUHeader(asdu, profile: settings.profile),
            classes[header.type] == .none
        {
            return unexpected(.type, header)
        }
        statistics.malformed &+= 1
        return .malformed(error)
    }

    mutating func unexpected(
        _ reason: MasterReception.Reason, _ header: ASDUHeader
    ) -> MasterReception {
        statistics.unexpected &+= 1
        return .unexpected(reason, header)
    }

    private mutating func initialization(
        _ reader: inout ASDUReader, at now: Moment
    ) -> MasterReception {
        let header = reader.header
        guard case .endOfInitialization(let cause)? = reader.next()?.information,
            header.cause.cause == .initialized
        else { return unexpected(.cause, header) }
        repeatStart(of: header.commonAddress, at: now)
        return .initialized(header.commonAddress, cause)
    }

    // MARK: Data that was asked for

    /// The interrogation that the data is counted for.
    private mutating func interrogated(_ header: ASDUHeader, at now: Moment) -> RequestID? {
        for index in pending.indices
        where pending[index].standing == .live && !pending[index].isUnsent
            && pending[index].dataCause == header.cause.cause
            && asks(pending[index], header.commonAddress)
        {
            let id = pending[index].id
            pending[index].outcome.objects &+= Int(header.count)
            // As long as something comes, the termination may take its time.
            if pending[index].isGlobal {
                settle(index, at: now)
            } else if !pending[index].awaited.contains(.confirmation) {
                pending[index].deadline = now.instant.advanced(byNanoseconds: terminationTime)
            } else {
                // There are stations that send no confirmation.
                pending[index].deadline = now.instant.advanced(by: settings.timeouts.confirmation)
            }
            return id
        }
        return nil
    }

    /// Whether the station was asked by this request.
    func asks(_ request: PendingRequest, _ station: CommonAddress) -> Bool {
        request.key.station == station || request.isGlobal
    }

    /// A value that was read, perhaps: the request that is answered, of several the first.
    private mutating func value(
        _ header: ASDUHeader, _ asdu: Span<UInt8>, at now: Moment
    ) -> RequestID? {
        guard pending.contains(where: { $0.awaited == .value }),
            var reader = try? ASDUReader(reported: asdu, profile: settings.profile)
        else { return nil }
        var answered: RequestID?
        while let object = reader.next() {
            guard
                let index = pending.firstIndex(where: {
                    $0.awaited == .value && $0.key.station == header.commonAddress
                        && $0.key.address == object.address
                })
            else { continue }
            answered = answered ?? pending[index].id
            pending[index].outcome.objects = 1
            pending[index].outcome.object = object
            pending[index].outcome.type = header.type
            pending[index].outcome.stations = [header.commonAddress]
            if header.cause.isTest { pending[index].outcome.differences.insert(.test) }
            finish(index, at: now)
        }
        return answered
    }
}

extension ASDUHeader {
    /// Whether it brings parameters of measured values (P_ME) that an interrogation has asked for
    /// (IEC 60870-5-101, 7.3.5: causes 20 to 36).
    fileprivate var reportsParameter: Bool {
        (110...112).contains(type.rawValue) && (20...36).contains(cause.cause.rawValue)
    }
}
