import IEC104Inspect

/// What is told of a scenario or a capture that is played.
enum MotionNotice: Hashable, Sendable {
    /// A step of the scenario begins: its place from 0 on, and the turn from 1 on.
    case step(Scenario.Step, number: Int, turn: Int)
    case scenarioEnded
    /// The capture begins anew, for the second time and so on.
    case captureTurn(Int)
    case captureEnded
}

extension OutstationWords {
    /// The line of what moves the station by itself.
    func line(_ notice: MotionNotice, at time: Timestamp) -> String {
        switch notice {
        case .step(let step, let number, let turn):
            let words = "steps[\(number)]: \(step.text)"
            guard isJSON else { return timed(time, (isChinese ? "场景 " : "scenario ") + words) }
            return object("scenario", time) {
                $0.member("step", number)
                $0.member("turn", turn)
                $0.member("message", step.text)
            }
        case .scenarioEnded: return line(time, "scenario-ended", "the scenario has ended", "场景结束")
        case .captureTurn(let turn):
            return line(
                time, "capture-turn", "the capture is played for time \(turn)", "抓包第\(turn)次回放")
        case .captureEnded:
            return line(time, "capture-ended", "the capture has been played", "抓包回放结束")
        }
    }
}
