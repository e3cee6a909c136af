public import IEC104Codec

extension PointTable {
    /// Adds a command.
    ///
    /// - Parameters:
    ///   - type: types 45...51; 58...64 are the same commands with a time tag.
    ///   - point: what it sets, and reports, when it is accepted.
    /// - Throws: a `PointTableError`; then the table is unchanged.
    @discardableResult
    public mutating func addCommand<Value: PointValue>(
        _ type: TypeID, at address: ObjectAddress, station: CommonAddress = 1,
        drives point: Point<Value>, _ options: CommandOptions = CommandOptions()
    ) throws(PointTableError) -> CommandID {
        try addCommand(type, at: address, station: station, drives: point.id, options)
    }

    /// Adds a command, which sets a point or, by default, none.
    ///
    /// - Parameters:
    ///   - type: types 45...51; 58...64 are the same commands with a time tag.
    ///   - point: what it sets, and reports, when it is accepted.
    /// - Throws: a `PointTableError`; then the table is unchanged.
    @discardableResult
    public mutating func addCommand(
        _ type: TypeID, at address: ObjectAddress, station: CommonAddress = 1,
        drives point: PointID? = nil, _ options: CommandOptions = CommandOptions()
    ) throws(PointTableError) -> CommandID {
        func error(_ code: PointTableError.Code) -> PointTableError {
            PointTableError(code, station: station, address: address)
        }
        try Self.check(station, address)
        guard let untagged = type.untaggedCommand else { throw error(.notACommand) }
        if let point {
            guard Int(point.index) < count else { throw error(.unknownPoint) }
            guard untagged.drives(definitions[Int(point.index)].kind) else {
                throw error(.cannotDrive)
            }
        }
        if let problem = options.problem(untagged) { throw error(problem) }
        if let interlock = options.interlock, let row = TypeTable.standard[untagged] {
            let fits = interlock.fits(row.information) { operand in
                find(operand.address, station: operand.station ?? station)
                    .map { definitions[Int($0.index)].kind }
            }
            guard fits else { throw error(.interlock) }
        }
        guard findCommand(address, station: station) == nil else { throw error(.repeatedCommand) }
        guard commandCount < Self.mostEntries else { throw error(.tableFull) }
        commands.append(
            CommandDefinition(
                station: station, address: address, type: untagged, options: options,
                point: point))
        let commands = commands
        commandIndex.append(AddressIndex.key(station, address)) {
            AddressIndex.key(commands[$0].station, commands[$0].address)
        }
        return CommandID(index: UInt32(truncatingIfNeeded: commandCount - 1))
    }

    /// The point of a station at an address.
    public func find(_ address: ObjectAddress, station: CommonAddress = 1) -> PointID? {
        pointIndex.find(AddressIndex.key(station, address)) {
            AddressIndex.key(definitions[$0].station, values[$0].address)
        }.map { PointID(index: UInt32(truncatingIfNeeded: $0)) }
    }

    /// The command of a station at an address.
    public func findCommand(_ address: ObjectAddress, station: CommonAddress = 1) -> CommandID? {
        commandIndex.find(AddressIndex.key(station, address)) {
            AddressIndex.key(commands[$0].station, commands[$0].address)
        }.map { CommandID(index: UInt32(truncatingIfNeeded: $0)) }
    }

    /// All points, in the order of adding.
    public var points: some Sequence<PointID> {
        (0..<UInt32(truncatingIfNeeded: count)).lazy.map { PointID(index: $0) }
    }

    /// Address and value of a point; `nil` when it is not of this table.
    public subscript(point: PointID) -> InformationObject? {
        Int(point.index) < count ? values[Int(point.index)] : nil
    }

    /// The value of a point; `nil` when it is not of this table.
    public subscript<Value: PointValue>(point: Point<Value>) -> Value? {
        self[point.id].flatMap { Value($0.information) }
    }

    /// The station of a point; `nil` when it is not of this table.
    public func station(of point: PointID) -> CommonAddress? {
        Int(point.index) < count ? definitions[Int(point.index)].station : nil
    }

    /// What a point is listed as: its type without time tag, or with CP56Time2a for events of
    /// protection equipment; `nil` when it is not of this table.
    public func type(of point: PointID) -> TypeID? {
        Int(point.index) < count ? definitions[Int(point.index)].type : nil
    }
}

extension PointTable {
    /// Points, commands and stations that cannot be sent with the field sizes of `profile`: none of
    /// them is ever reported, operated or answers. At most 100.
    public func problems(with profile: Profile) -> [PointTableError] {
        let global = profile.globalCommonAddress
        var problems: [PointTableError] = []
        func check(_ station: CommonAddress, _ address: ObjectAddress) {
            guard problems.count < 100 else { return }
            let code: PointTableError.Code? =
                if station >= global {
                    .stationField
                } else if address.value > profile.largestObjectAddress {
                    .objectField
                } else {
                    nil
                }
            if let code {
                problems.append(PointTableError(code, station: station, address: address))
            }
        }
        for place in values.indices { check(definitions[place].station, values[place].address) }
        for command in commands { check(command.station, command.address) }
        for station in emptyStations.sorted() { check(station, .irrelevant) }
        return problems
    }
}
