internal import IEC104Codec
internal import IEC104Session

extension MasterEngine {
    /// Causes of monitored data: 1...5, 11, 12, 20...41.
    private static let dataCauses = CauseSet(1...5, 11...12, 20...41)

    /// An ASDU has arrived. Monitored data is told from the header alone.
    package mutating func receive(_ asdu: Span<UInt8>, at now: Moment) -> MasterReception {
        guard let header = headerLayout.header(of: asdu) else {
            statistics.malformed &+= 1
            return .malformed(
                DecodeError(
                    .asduHeaderTruncated, at: asdu.count,
                    expected: settings.profile.asduHeaderSize, found: asdu.count))
        }
        switch classes[header.type] {
        case .data:
            let cause = header.cause.cause
            guard Self.dataCauses.contains(cause) else { return unexpected(.cause, header) }
            statistics.data &+= 1
            // Spontaneous and cyclic data, most of all, belongs to no request.
            guard !pending.isEmpty, cause == .request || cause.rawValue >= 20 else {
                return .data(header, for: nil)
            }
            return .data(header, for: request(header, asdu, at: now))
        case .answer: return answer(header, asdu, at: now)
        case .initialization: return initialization(header, asdu, at: now)
        case .file: return .file(header)
        case .none: return unexpected(.type, header)
        }
    }

    mutating func unexpected(
        _ reason: MasterReception.Reason, _ header: ASDUHeader
    ) -> MasterReception {
        statistics.unexpected &+= 1
        return .unexpected(reason, header)
    }

    private mutating func initialization(
        _ header: ASDUHeader, _ asdu: Span<UInt8>, at now: Moment
    ) -> MasterReception {
        do throws(DecodeError) {
            var reader = try ASDUReader(asdu, profile: settings.profile)
            guard case .endOfInitialization(let cause)? = reader.next()?.information,
                header.cause.cause == .initialized
            else { return unexpected(.cause, header) }
            repeatStart(of: header.commonAddress, at: now)
            return .initialized(header.commonAddress, cause)
        } catch {
            statistics.malformed &+= 1
            return .malformed(error)
        }
    }

    // MARK: Data that was asked for

    /// The request that the data is counted for.
    private mutating func request(
        _ header: ASDUHeader, _ asdu: Span<UInt8>, at now: Moment
    ) -> RequestID? {
        if header.cause.cause == .request { return value(header, asdu, at: now) }
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
        guard pending.contains(where: { $0.awaited == .value }) else { return nil }
        var answered: RequestID?
        do throws(DecodeError) {
            var reader = try ASDUReader(asdu, profile: settings.profile)
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
                finish(index, at: now)
            }
        } catch {
            return nil  // The reader of the data will find the same.
        }
        return answered
    }
}
