internal import IEC104Codec

/// Parameters of measured values. One that is sent with POP = 0 is in operation at once; one with
/// POP = 1 is loaded, and P_AC puts it in operation. Deactivation gives the point back what its table
/// said.
extension OutstationEngine {
    /// P_ME_NA_1, P_ME_NB_1, P_ME_NC_1; `false` when the station has no such point.
    mutating func loadParameter(_ request: Request, at now: Moment) -> Bool {
        guard
            let point = image.find(request.object.address, request.header.commonAddress),
            let place = image.place(of: point)
        else { return false }
        guard limits.acceptsParameters,
            image.definitions[place].kind.parameterType == request.header.type,
            let (kind, value, qualifier) = request.object.information.parameter,
            // LPC tells controlling stations something, and says nothing here.
            !qualifier.isLocalChange,
            isValid(kind, value, place, isLoaded: qualifier.isOutOfOperation)
        else {
            confirm(request, isNegative: true)
            return true
        }
        confirm(request)
        guard !request.header.cause.isTest else { return true }
        let entry = entry(of: place)
        if qualifier.isOutOfOperation {
            parameters.entries[entry].loadedKinds |= kind.bit
            parameters.entries[entry].loaded[kind] = value
        } else {
            parameters.entries[entry].loadedKinds &= ~kind.bit
            parameters.entries[entry].remoteKinds |= kind.bit
            parameters.entries[entry].localKinds &= ~kind.bit
            operate(entry, at: now) { $0[kind] = value }
        }
        recordParameters(entry)
        notify(
            .parameter(
                request.header.type, request.header.commonAddress, request.object,
                isDeactivation: false))
        return true
    }

    /// P_AC_NA_1; `false` when the object address is unknown.
    mutating func activateParameters(_ request: Request, at now: Moment) -> Bool {
        guard case .parameterActivation(let qualifier) = request.object.information else {
            return true
        }
        let isDeactivation = request.header.cause.cause == .deactivation
        let answer: Cause = isDeactivation ? .deactivationConfirmation : .activationConfirmation
        var entries: [Int] = []
        if request.object.address == .irrelevant {
            guard qualifier == .loadedParameters else { return false }
            let station = image.station(request.header.commonAddress)
            entries = station.flatMap { parameters.stations[$0] } ?? []
        } else {
            guard qualifier != .loadedParameters,
                let point = image.find(request.object.address, request.header.commonAddress),
                let place = image.place(of: point)
            else { return false }
            if qualifier == .cyclicTransmission, image.definitions[place].cyclic != 0 {
                entries = [entry(of: place)]
            } else if qualifier == .objectParameter, image.definitions[place].parameters != 0 {
                entries = [entry(of: place)]
            }
        }
        if qualifier != .cyclicTransmission {
            entries = entries.filter { parameters.entries[$0].isRemote }
        }
        guard limits.acceptsParameters, !entries.isEmpty,
            isDeactivation || entries.allSatisfy({ parameters.entries[$0].activated.areValid })
        else {
            confirm(request, isNegative: true, as: answer)
            return true
        }
        confirm(request, as: answer)
        guard !request.header.cause.isTest else { return true }
        for entry in entries {
            if qualifier == .cyclicTransmission {
                parameters.entries[entry].isCyclicStopped = isDeactivation
            } else if isDeactivation {
                deactivate(entry, at: now)
            } else {
                activate(entry, at: now)
            }
            recordParameters(entry)
        }
        notify(
            .parameter(
                request.header.type, request.header.commonAddress, request.object,
                isDeactivation: isDeactivation))
        return true
    }

    /// Puts what was loaded in operation.
    private mutating func activate(_ entry: Int, at now: Moment) {
        let kinds = parameters.entries[entry].loadedKinds
        let values = parameters.entries[entry].activated
        parameters.entries[entry].loadedKinds = 0
        parameters.entries[entry].remoteKinds |= kinds
        parameters.entries[entry].localKinds &= ~kinds
        operate(entry, at: now) { $0 = values }
    }

    /// Gives back what the table said.
    private mutating func deactivate(_ entry: Int, at now: Moment) {
        let configured = parameters.entries[entry].configured
        parameters.entries[entry].remoteKinds = 0
        parameters.entries[entry].localKinds = 0
        operate(entry, at: now) { $0 = configured }
    }

    /// Changes a parameter here; controlling stations are told so by LPC.
    ///
    /// - Returns: `false` when the point is no measured value, or the value makes no sense.
    @discardableResult
    package mutating func setParameter(
        _ kind: ParameterKind, of point: PointID, to value: Float, at now: Moment
    ) -> Bool {
        guard let place = image.place(of: point),
            image.definitions[place].kind.parameterType != nil,
            isValid(kind, value, place, isLoaded: false)
        else { return false }
        let entry = entry(of: place)
        parameters.entries[entry].localKinds |= kind.bit
        operate(entry, at: now) { $0[kind] = value }
        recordParameters(entry)
        return true
    }

    /// The parameter of a point that is in operation; `nil` when there is none.
    package func parameter(_ kind: ParameterKind, of point: PointID) -> Float? {
        guard let place = image.place(of: point),
            image.definitions[place].kind.parameterType != nil
        else { return nil }
        if kind == .threshold { return image.definitions[place].deadband }
        let entry = Int(image.definitions[place].parameters) - 1
        return entry >= 0 ? parameters.entries[entry].values[kind] : kind == .smoothing ? 0 : nil
    }

    private func isValid(
        _ kind: ParameterKind, _ value: Float, _ place: Int, isLoaded: Bool
    ) -> Bool {
        let entry = Int(image.definitions[place].parameters) - 1
        var values = entry >= 0 ? parameters.entries[entry].values : ParameterValues()
        // What is loaded may come in any order: limits are compared when it is activated.
        if isLoaded { (values.lowLimit, values.highLimit) = (nil, nil) }
        values[kind] = value
        return values.areValid
    }

    /// The entry of a point, a new one if need be.
    mutating func entry(of place: Int) -> Int {
        let found = Int(image.definitions[place].parameters)
        guard found == 0 else { return found - 1 }
        return add(
            PointParameters(
                place: place, values: ParameterValues(threshold: image.definitions[place].deadband))
        )
    }

    /// Adds the parameters of a point; the number of the entry.
    private mutating func add(_ new: PointParameters) -> Int {
        let station = image.station(image.definitions[new.place].station) ?? 0
        let entry = parameters.append(new, station: station)
        image.setParameters(new.place, UInt32(truncatingIfNeeded: entry + 1))
        return entry
    }

    /// Takes over what a table says, at first.
    mutating func addParameters(_ configured: [(point: PointID, values: ParameterValues)]) {
        for (point, values) in configured {
            guard let place = image.place(of: point) else { continue }
            let entry = add(PointParameters(place: place, values: values))
            var information = image.values[place].information
            _ = parameters.entries[entry].condition(&information, isNew: true)
            _ = image.replace(place, information)
        }
    }

    /// Changes what is in operation: the present value is compared with the new limits.
    private mutating func operate(
        _ entry: Int, at now: Moment, _ change: (inout ParameterValues) -> Void
    ) {
        change(&parameters.entries[entry].values)
        let place = parameters.entries[entry].place
        image.setDeadband(place, parameters.entries[entry].values.threshold)
        var information = image.values[place].information
        if parameters.entries[entry].setsOverflow { _ = information.setOverflow(false) }
        let isCrossed = parameters.entries[entry].condition(&information, isNew: false)
        let old = image.replace(place, information)
        guard isCrossed || old != information, image.definitions[place].events != .none else {
            return
        }
        report(place, information, tag(place, at: now), .spontaneous)
    }

    /// A value of a point that has parameters: filtered, and compared with the limits. Whether it has
    /// crossed one.
    mutating func condition(_ place: Int, _ information: inout Information) -> Bool {
        let entry = Int(image.definitions[place].parameters) - 1
        guard parameters.entries.indices.contains(entry) else { return false }
        return parameters.entries[entry].condition(&information, isNew: true)
    }

    /// Whether cyclic transmission of a point was deactivated.
    func isCyclicStopped(_ place: Int) -> Bool {
        let entry = Int(image.definitions[place].parameters) - 1
        return entry >= 0 && parameters.entries[entry].isCyclicStopped
    }

    /// Writes the next parameter that an interrogation reports, each in an ASDU of its own: octets,
    /// 0 when all are written.
    ///
    /// - Parameter place: where to go on, behind the places of the points.
    func writeParameter(
        _ group: UInt8?, _ interrogation: RunningInterrogation, _ station: Int,
        from place: inout Int, into output: inout MutableSpan<UInt8>
    ) -> Int {
        guard limits.reportedParameters != .never, let entries = parameters.stations[station] else {
            return 0
        }
        let kinds = ParameterKind.allCases
        place = max(place, image.count)
        while place - image.count < entries.count * kinds.count {
            let (entry, kind) = (place - image.count).quotientAndRemainder(dividingBy: kinds.count)
            place += 1
            let found = parameters.entries[entries[entry]]
            let definition = image.definitions[found.place]
            guard group.map(definition.groups.contains) ?? definition.inStationInterrogation,
                found.isReported(kinds[kind], limits.reportedParameters),
                let value = found.values[kinds[kind]], let type = definition.kind.parameterType,
                let information = Information.parameter(
                    kinds[kind], value, of: definition.kind,
                    isLocalChange: found.localKinds & kinds[kind].bit != 0)
            else { continue }
            let object = InformationObject(image.values[found.place].address, information)
            let length = write(
                type, interrogation.cause(.interrogatedByGroup(group ?? 0)),
                image.stations[station].address, object, into: &output)
            if length > 0 { return length }
        }
        return 0
    }
}

extension PointParameters {
    /// Whether anything is otherwise than the table says.
    var isChanged: Bool { loadedKinds | remoteKinds | localKinds != 0 || isCyclicStopped }

    /// What is in operation when what was loaded is.
    fileprivate var activated: ParameterValues {
        var values = values
        for kind in ParameterKind.allCases where loadedKinds & kind.bit != 0 {
            values[kind] = loaded[kind]
        }
        return values
    }

    /// Whether controlling stations have loaded some.
    fileprivate var isRemote: Bool { loadedKinds | remoteKinds != 0 }

    fileprivate func isReported(
        _ kind: ParameterKind, _ reports: OutstationSettings.ReportedParameters
    ) -> Bool {
        switch reports {
        case .never: false
        case .loaded: remoteKinds & kind.bit != 0
        case .all:
            (remoteKinds | localKinds) & kind.bit != 0
                || values[kind].map { $0 != 0 || kind == .lowLimit || kind == .highLimit } ?? false
        }
    }
}
