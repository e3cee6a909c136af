import IEC104
import IEC104Inspect

/// What is told of a command: to its sender, and in JSON.
struct CommandReport: Sendable {
    let command: MasterCommand
    /// Where it is sent.
    let host: String
    /// The name of the RTU, where it has one beside its address.
    var rtu: String?

    /// Who is to get what, such as `10.0.0.7:2404: direct command of type 45, object 1 of station 1:
    /// on`.
    func order(_ repetitions: Int = 1, in language: Language) -> String {
        let request = MasterRequest.command(command).description(in: language)
        let place = rtu.map { $0 == host ? host : "\($0) (\(host))" } ?? host
        let times = repetitions == 1 ? "" : " x \(repetitions)"
        return "\(place): \(request): \(command.object.information.commandText)\(times)"
    }

    /// That it was done, with the times of the answers.
    func text(
        _ outcome: RequestOutcome, _ timeline: CommandTimeline, in language: Language
    ) -> String {
        let (type, address) = (command.type.rawValue, command.object.address)
        let milliseconds = outcome.duration.inMilliseconds
        let steps = timeline.text(in: language)
        if language == .chinese {
            return (outcome.isTerminated ? "已执行" : "已接受")
                + ": 类型\(type) 公共地址\(command.station) 信息体地址\(address): "
                + outcome.words.chinese + ", 用时\(milliseconds) ms: \(steps)"
        }
        return "accepted: type \(type), object \(address) of station \(command.station): "
            + outcome.words.english + " after \(milliseconds) ms: \(steps)"
    }

    /// What stands before the result.
    func append(_ timeline: CommandTimeline, to json: inout JSONWriter) {
        json.member("address", command.object.address.value)
        json.member("typeId", command.type.rawValue)
        json.member("mode", command.mode.name)
        timeline.append(to: &json)
    }
}
