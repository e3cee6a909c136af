import IEC104Session

/// Many links, each with a seed of its own.
package enum FleetSimulation {
    /// Runs a link for each of `seeds`; what they did together, with the first failure.
    package static func run(
        seeds: Range<UInt64>, _ setting: LinkSimulation.Setting = LinkSimulation.Setting()
    ) -> LinkSimulation.Report {
        var total = LinkSimulation.Report()
        for seed in seeds {
            var link = LinkSimulation(seed: seed, setting)
            let report = link.run()
            total.connections += report.connections
            total.items += report.items
            total.repeats += report.repeats
            total.frames += report.frames
            total.steps += report.steps
            total.faults += report.faults
            total.reasons.merge(report.reasons) { $0 + $1 }
            if total.failure == nil { total.failure = report.failure }
        }
        return total
    }
}
