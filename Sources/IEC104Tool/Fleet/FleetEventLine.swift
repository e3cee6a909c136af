import IEC104
import IEC104Inspect

/// What happens to the RTUs of a master, as JSON: a line an event, beside those of values, which
/// have no `event`.
enum FleetEventLine {
    /// The line with its end; `nil` for what is no news.
    ///
    /// - Parameter streak: the attempts that have failed alike up to now.
    static func octets(
        _ event: FleetEvent, endpoints: [RTUEndpoint], streak: AttemptLog.Streak? = nil
    ) -> [UInt8]? {
        guard let name = event.kind.name else { return nil }
        var json = JSONWriter()
        json.beginObject()
        json.member("time", plain: { $0.append(Timestamp(milliseconds: event.time)) })
        json.member("rtu", event.rtu)
        json.member("event", name)
        if let link = event.kind.link {
            json.member("link", link)
            if endpoints.indices.contains(link) {
                json.member("endpoint", "\(endpoints[link])")
            }
        }
        append(event.kind, to: &json)
        if let streak {
            json.member("attempts", streak.attempts)
            json.member("failingMs", streak.milliseconds)
        }
        json.endObject()
        json.endLine()
        return json.text.octets
    }

    /// The line that tells what was read again.
    static func octets(_ change: MasterRun.Change) -> [UInt8] {
        line("read-again") {
            $0.member("added", change.added.count)
            $0.member("removed", change.removed.count)
            $0.member("reconnected", change.reconnected.count)
            $0.member("changed", change.changed.count)
            append("addedRtus", change.added, to: &$0)
            append("removedRtus", change.removed, to: &$0)
            append("reconnectedRtus", change.reconnected, to: &$0)
            append("changedRtus", change.changed, to: &$0)
        }
    }

    /// The line that tells why nothing was changed.
    static func octets(refused text: String) -> [UInt8] {
        line("read-failed") { $0.member("text", text) }
    }

    private static func append(
        _ name: StaticString, _ names: [String], to json: inout JSONWriter
    ) {
        guard !names.isEmpty else { return }
        json.beginArray(name)
        for name in names { json.value(name) }
        json.endArray()
    }

    private static func line(
        _ event: String, _ members: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("time", plain: { $0.append(Timestamp.now) })
        json.member("event", event)
        members(&json)
        json.endObject()
        json.endLine()
        return json.text.octets
    }

    private static func append(_ kind: FleetEvent.Kind, to json: inout JSONWriter) {
        switch kind {
        case .connected, .started, .stopped, .added, .removed: break
        case .notConnected(_, let failure, let pause):
            json.member("reason", failure.name)
            json.member("text", "\(failure)")
            append(pause, to: &json)
        case .ended(_, let disconnection, let pause):
            append(disconnection, to: &json)
            append(pause, to: &json)
        case .switchedOver(let from, _): json.member("from", from)
        case .initialized(let station, let cause):
            json.member("station", station.value)
            json.member("coi", cause.rawValue)
        case .requestEnded(let request, _, let result):
            json.member("request", "\(request)")
            switch result {
            case .success(let outcome):
                json.member("milliseconds", outcome.duration.shownMilliseconds)
                json.member("confirmed", outcome.isConfirmed)
                if outcome.isTerminationNegative { json.member("terminationNegative", true) }
            case .failure(let error):
                json.member("reason", error.code.name)
                json.member("text", "\(error)")
            }
        case .malformed(let error): json.member("text", "\(error)")
        case .unexpected(let asdu):
            json.member("typeId", asdu.header.type.rawValue)
            json.member("causeId", asdu.header.cause.cause.rawValue)
            json.member("station", asdu.header.commonAddress.value)
        case .repeatsDropped(let count): json.member("count", count)
        case .time(let finding):
            json.member("finding", finding.kind.rawValue)
            json.member("station", finding.station.value)
            if let address = finding.address { json.member("address", address.value) }
            json.member("milliseconds", finding.milliseconds)
            json.member("text", "\(finding)")
        case .clock(let clock): clock.append(to: &json)
        }
    }

    private static func append(_ disconnection: Disconnection, to json: inout JSONWriter) {
        json.member("reason", disconnection.end.name)
        json.member("text", "\(disconnection)")
        json.member("connectedMs", disconnection.duration.shownMilliseconds)
        json.member("silentMs", disconnection.silence.shownMilliseconds)
        json.member("unacknowledgedSent", disconnection.end.unconfirmed)
        json.member("unacknowledgedReceived", disconnection.unacknowledgedReceived)
        json.member("unsentOctets", disconnection.unsent)
        if disconnection.shortTransfers > 0 {
            json.member("shortTransfers", disconnection.shortTransfers)
        }
        json.beginArray("last")
        for words in disconnection.lastWords { json.value(words) }
        json.endArray()
    }

    private static func append(_ pause: Duration?, to json: inout JSONWriter) {
        if let pause { json.member("nextAttemptMs", pause.shownMilliseconds) }
    }
}

extension Duration {
    fileprivate var shownMilliseconds: Int64 { wholeNanoseconds / 1_000_000 }
}

extension FleetEvent.Kind {
    /// A stable name; `nil` for what is no news to who has the configuration.
    fileprivate var name: String? {
        switch self {
        case .added, .removed: nil
        case .connected: "connected"
        case .notConnected: "not-connected"
        case .started: "started"
        case .stopped: "stopped"
        case .ended: "ended"
        case .switchedOver: "switched-over"
        case .initialized: "initialized"
        case .requestEnded: "request-ended"
        case .malformed: "malformed"
        case .unexpected: "unexpected"
        case .repeatsDropped: "repeats-dropped"
        case .time: "time"
        case .clock: "clock"
        }
    }

    /// The place of the link that it is about.
    var link: Int? {
        switch self {
        case .connected(let link, _), .notConnected(let link, _, _), .started(let link),
            .stopped(let link), .ended(let link, _, _), .switchedOver(_, let link):
            link
        case .added, .removed, .initialized, .requestEnded, .malformed, .unexpected,
            .repeatsDropped, .time, .clock:
            nil
        }
    }
}
