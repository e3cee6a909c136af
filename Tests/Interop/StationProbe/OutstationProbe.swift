import IEC104

/// Lines, before `listen`: `point ASDU`, `command TYPE CA IOA direct|select accept|refuse|CAUSE`;
/// then `set ASDU` (by the process), `local ASDU` (at the station), `events`, `quit`.
struct OutstationProbe {
    func run() async throws {
        var points = PointTable()
        var answers: [UInt64: CommandAnswer] = [:]
        var outstation: Outstation?
        while let line = readLine() {
            var words = Words(line)
            switch words.next() {
            case "point":
                let asdu = try words.asdu()
                let row = TypeTable.standard[asdu.type]
                let events: PointOptions.Events =
                    switch row?.timeTag {
                    case .cp24: .shortTimeTagged
                    case .cp56: .timeTagged
                    default: .untagged
                    }
                for object in asdu.objects {
                    try points.add(
                        object.address, station: asdu.commonAddress, object.information,
                        PointOptions(events: events))
                }
            case "command":
                let type = TypeID(UInt8(clamping: words.number()))
                let (station, address) = (words.station(), UInt32(clamping: words.number()))
                try points.addCommand(
                    type, at: ObjectAddress(address), station: station,
                    CommandOptions(
                        mode: words.next() == "select" ? .selectBeforeOperate : .direct))
                answers[Self.key(station, ObjectAddress(address))] = Self.answer(words.next())
            case "listen":
                var configuration = OutstationConfiguration()
                configuration.settings.frozenCounters = .spontaneously
                configuration.commandHandler = { [answers] request in
                    answers[Self.key(request.station, request.object.address)] ?? .accept
                }
                configuration.tracer = { event in
                    if case .closed(let end) = event.kind { Output.print([("closed", end)]) }
                }
                let station = try Outstation(points, configuration: configuration)
                outstation = station
                let address = try await station.listen(port: 0)
                Output.print([("port", Int(address.port))])
            case let verb where verb == "set" || verb == "local":
                let asdu = try words.asdu()
                guard let outstation else { continue }
                var events = 0
                for object in asdu.objects {
                    guard
                        let point = await outstation.find(
                            object.address, station: asdu.commonAddress)
                    else { continue }
                    var time: CP56Time2a?
                    if case .cp56(let tag) = object.timeTag { time = tag }
                    events += await outstation.update { [time] in
                        $0.set(
                            point, object.information, time: time, event: .force,
                            source: verb == "local" ? .local : .process) ? 1 : 0
                    }
                }
                Output.print([("set", events)])
            case "events":
                let groups = await outstation?.eventGroups ?? []
                Output.print([
                    ("groups", groups.count),
                    ("waiting", groups.reduce(0) { $0 + $1.waiting }),
                    ("unconfirmed", groups.reduce(0) { $0 + $1.unconfirmed }),
                ])
            case "quit": await outstation?.close(); return
            default: Output.print([("error", line)])
            }
        }
    }

    private static func key(_ station: CommonAddress, _ address: ObjectAddress) -> UInt64 {
        UInt64(station.value) << 32 | UInt64(address.value)
    }

    private static func answer(_ word: String) -> CommandAnswer {
        if let cause = UInt8(word) { return .refuseWith(Cause(cause)) }
        return word == "refuse" ? .refuse : .accept
    }
}
