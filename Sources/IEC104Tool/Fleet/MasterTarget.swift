import IEC104
import IEC104Inspect

/// An RTU as `iec104 master` works with it: from an argument of the command line, or from the file
/// of a fleet.
struct MasterTarget: Sendable {
    /// Its name, links, parameters, schedule. Nobody is told anything yet.
    var configuration: RTUConfiguration
    /// Whether the user has named it; else its name is its address.
    var isNamed = false
    /// The stations to interrogate.
    var stations: [CommonAddress]
    /// Names, units, scales and limits of its points; `nil`: nobody has given any.
    var points: PointSheet?
    /// What may be commanded.
    var allowed = AllowRules.none
    /// Its clock, for times of output; `nil`: UTC.
    var zone: ZoneRule?

    var name: String { configuration.name }

    /// The times of its time tags.
    var wireTime: WireTime { zone.map(WireTime.init) ?? .utc }

    /// What is told of its values.
    var source: ValueSource {
        ValueSource(
            rtu: isNamed ? name : "", profile: configuration.master.settings.profile,
            labels: labels)
    }

    private var labels: (@Sendable (CommonAddress, InformationObject) -> PointLabel?)? {
        guard let points else { return nil }
        return { station, object in points.label(of: object, station) }
    }

    /// Whether nothing else has changed: points, rules, stations, zone.
    func isAsTold(_ other: MasterTarget) -> Bool {
        points == other.points && allowed == other.allowed && stations == other.stations
            && zone == other.zone
    }

    /// Whether connections to this RTU serve the other one as they are.
    func hasSameLinks(as other: MasterTarget) -> Bool {
        let (one, two) = (configuration, other.configuration)
        return one.name == two.name && one.endpoints == two.endpoints
            && one.schedule == two.schedule && one.dropsRepeats == two.dropsRepeats
            && one.clockTolerance == two.clockTolerance
            && one.master.parameters == two.master.parameters
            && one.master.settings == two.master.settings
            && one.master.startsTransfer == two.master.startsTransfer
            && one.master.reconnection == two.master.reconnection
            && one.master.closesOnMalformed == two.master.closesOnMalformed
            && one.master.maximumValues == two.master.maximumValues
    }
}
