import IEC104
import IEC104Inspect

// The outstations whose HOSTs a command line names.
extension MasterTargets {
    static func hosts(
        _ arguments: ParsedArguments, _ options: StationOptions, _ zone: ZoneRule?
    ) throws(UsageError) -> MasterTargets? {
        var findings = UsageFindings()
        if arguments.has("--check") { findings.needs("--check", "--config FILE") }
        let endpoints = endpoints(arguments, &findings)
        let isRedundant = arguments.has("--redundant")
        if isRedundant, arguments.operands.count == 1 {
            findings.add(
                "--redundant needs two HOSTs or more: the links of one outstation.",
                "--redundant 需要两个以上的 HOST, 即同一子站的各条链路。")
        }
        var stations = findings.stations(arguments, options.link.profile)
        let periods = Periods(arguments, &findings)
        let allowed =
            findings.collect { () throws(UsageError) in
                try AllowRules(parsing: arguments.all("--allow"))
            } ?? .none
        try findings.check()
        var sheet: PointSheet?
        if let path = arguments.last("--points") {
            let text = try LoadedPoints.contents(of: path, "--points ")
            do throws(PointListError) {
                sheet = PointSheet(
                    try PointList(text, file: path, profile: options.link.profile))
            } catch {
                Standard.error.write(error.description(in: options.language) + "\n")
                return nil
            }
        }
        if stations.isEmpty { stations = sheet?.stations ?? [] }
        if stations.isEmpty || stations.count > FleetFile.mostStations {
            stations = [options.link.profile.globalCommonAddress]
        }
        var common = MasterTarget(
            configuration: configuration(arguments, options, stations, periods),
            stations: stations, points: sheet, allowed: allowed, zone: zone)
        common.configuration.master.settings.zone = zone
        let groups = isRedundant ? [endpoints] : endpoints.map { [$0] }
        return MasterTargets(
            targets: groups.map { group in
                var target = common
                target.configuration.name = group.first?.description ?? ""
                target.configuration.endpoints = group
                return target
            })
    }

    /// What all HOSTs have in common.
    private static func configuration(
        _ arguments: ParsedArguments, _ options: StationOptions, _ stations: [CommonAddress],
        _ periods: Periods
    ) -> RTUConfiguration {
        var rtu = RTUConfiguration("", endpoints: [])
        rtu.master.parameters = options.link.parameters
        rtu.master.settings.profile = options.link.profile
        rtu.master.settings.originator = options.link.originator
        // Of a single link all that arrives is shown as it passes.
        rtu.dropsRepeats = arguments.has("--redundant") || arguments.has("--drop-repeats")
        rtu.master.settings.startRequests = MasterSettings.usualStartRequests(
            stations: stations, clock: periods.clock != nil,
            interrogation: arguments.has("--interrogate") || periods.interrogation != nil,
            counters: periods.counters != nil)
        rtu.schedule = stations.flatMap { station in
            [
                task(.clockSynchronization(station: station, time: nil), periods.clock),
                task(.interrogation(station: station, .station), periods.interrogation),
                task(.counterInterrogation(station: station, .general), periods.counters),
            ].compactMap { $0 }
        }
        return rtu
    }

    private static func task(_ request: MasterRequest, _ period: Duration?) -> ScheduledTask? {
        period.map { ScheduledTask([request], period: $0) }
    }

    /// How often all values, the counters and the clock are asked for or set; `nil`: never.
    private struct Periods {
        let interrogation: Duration?
        let counters: Duration?
        let clock: Duration?

        init(_ arguments: ParsedArguments, _ findings: inout UsageFindings) {
            func period(_ name: String, _ findings: inout UsageFindings) -> Duration? {
                if arguments.has("--once"), arguments.has(name) {
                    findings.add(
                        "--once asks once: leave out \(name).",
                        "--once 只召唤一次: 请去掉 \(name)。")
                }
                return findings.duration(arguments, name, in: 1000...DurationText.longest)
            }
            interrogation = period("--interrogate-every", &findings)
            counters = period("--counters-every", &findings)
            clock = period("--clock-every", &findings)
        }
    }

    private static func endpoints(
        _ arguments: ParsedArguments, _ findings: inout UsageFindings
    ) -> [RTUEndpoint] {
        guard !arguments.operands.isEmpty else {
            findings.add(
                "which outstation? Give HOST[:PORT], such as 192.168.1.10:2404, or --config FILE.",
                "哪个子站? 请给出 HOST[:PORT], 如 192.168.1.10:2404, 或 --config FILE。")
            return []
        }
        var endpoints: [RTUEndpoint] = []
        var known: Set<RTUEndpoint> = []
        for text in arguments.operands {
            let host = findings.collect { () throws(UsageError) in try HostPort(text) }
            guard let host else { continue }
            let endpoint = RTUEndpoint(host.host, port: host.port)
            if known.insert(endpoint).inserted {
                endpoints.append(endpoint)
            } else {
                findings.add(
                    "\(endpoint) is there twice: leave one out.", "\(endpoint) 重复: 请去掉一个。")
            }
        }
        return endpoints
    }
}
