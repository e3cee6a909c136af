import IEC104
import IEC104Inspect

/// The meters of all outstations of a master.
///
/// Sendable, as it is used on the thread of the loop only.
final class Meters: @unchecked Sendable {
    private(set) var all: [RTUMeter]
    private let wireTime: WireTime

    init(_ all: [RTUMeter], wireTime: WireTime) {
        self.all = all
        self.wireTime = wireTime
    }

    /// Lets a master tell the meter at `index` what happens.
    func watch(_ configuration: inout MasterConfiguration, _ index: Int) {
        let (tracer, observer) = (configuration.tracer, configuration.observer)
        let (reporter, wireTime) = (configuration.reporter, wireTime)
        configuration.tracer = { [self] event in
            all[index].take(event.kind, at: event.time)
            tracer?(event)
        }
        configuration.observer = { [self] notice in
            if case .requestEnded(let request, _, let result) = notice {
                all[index].take(request, result)
            }
            observer?(notice)
        }
        configuration.reporter = { [self] header, objects, octets in
            all[index].take(header, objects, at: WallClock.now, wireTime)
            reporter?(header, objects, octets)
        }
    }

    func take(_ failure: ConnectionFailure, _ index: Int) { all[index].take(failure) }

    func take(
        _ request: MasterRequest, _ result: Result<RequestOutcome, RequestError>, _ index: Int
    ) { all[index].take(request, result) }
}
