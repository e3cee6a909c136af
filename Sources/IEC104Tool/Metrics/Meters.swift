import IEC104
import IEC104Inspect

/// The meters of all outstations of a master, by the index of the target.
///
/// Sendable, as it is used on the thread of the loop only.
final class Meters: @unchecked Sendable {
    private(set) var all: [RTUMeter]
    private var wireTimes: [WireTime]

    init(_ all: [RTUMeter], wireTimes: [WireTime]) {
        self.all = all
        self.wireTimes = wireTimes
    }

    /// Those of outstations that are there.
    var present: [RTUMeter] { all.filter { !$0.isGone } }

    func add(_ target: MasterTarget) {
        all.append(RTUMeter(target))
        wireTimes.append(target.wireTime)
    }

    /// Goes on counting under other parameters.
    func change(_ target: MasterTarget, _ index: Int) {
        all[index].parameters = target.configuration.master.parameters
        wireTimes[index] = target.wireTime
    }

    func forget(_ index: Int) { all[index].isGone = true }

    /// Lets a master tell the meter at `index` what happens.
    func watch(_ configuration: inout MasterConfiguration, _ index: Int) {
        let (tracer, observer) = (configuration.tracer, configuration.observer)
        let reporter = configuration.reporter
        configuration.tracer = { [self] event in
            all[index].take(event)
            tracer?(event)
        }
        configuration.observer = { [self] notice in
            if case .requestEnded(let request, _, let result) = notice {
                all[index].take(request, result)
            }
            observer?(notice)
        }
        configuration.reporter = { [self] header, objects, octets in
            all[index].take(header, objects, at: WallClock.now, wireTimes[index])
            reporter?(header, objects, octets)
        }
    }

    /// Events came again and were left out.
    func take(repeats count: Int, _ index: Int) { all[index].take(repeats: count) }

    func take(_ clock: ClockStatus, _ index: Int) { all[index].clock = clock }

    func take(_ failure: ConnectionFailure, _ index: Int) { all[index].take(failure) }

    func take(
        _ request: MasterRequest, _ result: Result<RequestOutcome, RequestError>, _ index: Int
    ) { all[index].take(request, result) }
}
