import IEC104
import IEC104Inspect

/// When the steps of a command passed on the line, and which return information came.
///
/// Sendable, as it is used on the thread of the loop only.
final class CommandTimeline: @unchecked Sendable {
    struct Step {
        let name: String
        /// Since the first was sent.
        let time: Duration
    }

    struct Return {
        let update: PointUpdate
        let time: Duration
    }

    private(set) var steps: [Step] = []
    private(set) var returns: [Return] = []
    private let command: MasterCommand
    private let driven: ObjectAddress?
    private let profile: Profile
    private let clock = ContinuousClock()
    private var start: ContinuousClock.Instant?

    /// Most values that are kept.
    private static let most = 1000

    /// - Parameter driven: the object that the command drives; `nil` when that is not known.
    init(_ command: MasterCommand, driven: ObjectAddress?, profile: Profile) {
        self.command = command
        self.driven = driven
        self.profile = profile
    }

    /// The next command begins.
    func restart() {
        steps = []
        returns = []
        start = nil
    }

    /// Sees what passes.
    func note(_ event: TraceEvent) {
        switch event.kind {
        case .sent(let octets): note(octets, isSent: true, event.time)
        case .received(let octets): note(octets, isSent: false, event.time)
        default: break
        }
    }

    private func note(_ octets: [UInt8], isSent: Bool, _ wall: Int64) {
        guard octets.count > APDU.headerLength,
            let asdu = try? ASDU(Array(octets[APDU.headerLength...]), profile: profile),
            asdu.commonAddress == command.station
        else { return }
        if asdu.type == command.type, asdu.objects.first?.address == command.object.address {
            if start == nil, isSent { start = clock.now }
            guard let start, let name = Self.step(asdu, isSent: isSent) else { return }
            steps.append(Step(name: name, time: clock.now - start))
        } else if !isSent, let start, returns.count < Self.most {
            let cause = asdu.cause.cause
            let isReturn = cause == .returnRemote || cause == .returnLocal
            guard isReturn || cause == .spontaneous else { return }
            let time = clock.now - start
            for object in asdu.objects
            where driven.map({ $0 == object.address }) ?? isReturn {
                let update = PointUpdate(
                    station: asdu.commonAddress, type: asdu.type, cause: asdu.cause,
                    object: object, octets: asdu.octets, received: wall)
                returns.append(Return(update: update, time: time))
            }
        }
    }

    private static func step(_ asdu: ASDU, isSent: Bool) -> String? {
        let isSelect = asdu.objects.first?.information.isSelect == true
        switch (isSent, asdu.cause.cause) {
        case (true, .activation): return isSelect ? "select" : "execute"
        case (true, .deactivation): return "deactivate"
        case (false, .activationConfirmation), (false, .deactivationConfirmation):
            if asdu.cause.isNegative { return "refused" }
            if asdu.cause.cause == .deactivationConfirmation { return "deactivated" }
            return isSelect ? "selected" : "confirmed"
        case (false, .activationTermination): return "terminated"
        case (false, let cause) where (44...47).contains(cause.rawValue): return "unknown"
        default: return nil
        }
    }

    /// What was answered and when, such as `selected 0.4 ms, confirmed 0.8 ms`.
    func text(in language: Language) -> String {
        let chinese = [
            "selected": "已选择", "confirmed": "已确认", "terminated": "已终止", "refused": "被拒绝",
            "unknown": "不识别", "deactivated": "已撤销",
        ]
        return steps.filter { chinese[$0.name] != nil }.map { step in
            let name = language == .chinese ? chinese[step.name] ?? step.name : step.name
            return "\(name) \(step.time.inMilliseconds) ms"
        }.joined(separator: ", ")
    }

    func append(to json: inout JSONWriter) {
        json.beginArray("steps")
        for step in steps {
            json.beginObject()
            json.member("step", step.name)
            json.key("milliseconds")
            json.value(step.time / .milliseconds(1))
            json.endObject()
        }
        json.endArray()
        json.beginArray("returns")
        for found in returns {
            json.beginObject()
            json.member("address", found.update.object.address.value)
            json.key("milliseconds")
            json.value(found.time / .milliseconds(1))
            json.endObject()
        }
        json.endArray()
    }
}
