/// Parameters as the session uses them: in range, times in nanoseconds.
struct Limits: Hashable, Sendable {
    let t1: Int64
    let t2: Int64
    let t3: Int64
    let k: UInt16
    let w: UInt16
    let sendingRestartsT3: Bool
    let firstNumberOne: Bool
    let dataConfirmsStart: Bool
    let anyAPDUAnswersTest: Bool

    init(_ parameters: SessionParameters) {
        let window = SessionParameters.windowRange
        k = UInt16(min(max(parameters.k, window.lowerBound), window.upperBound))
        w = UInt16(min(max(parameters.w, window.lowerBound), window.upperBound))
        t1 = parameters.t1.clamped(to: SessionParameters.timeRange).wholeNanoseconds
        t2 = parameters.t2.clamped(to: SessionParameters.timeRange).wholeNanoseconds
        t3 = parameters.t3.clamped(to: SessionParameters.idleRange).wholeNanoseconds
        sendingRestartsT3 = parameters.sendingRestartsT3
        firstNumberOne = parameters.quirks.contains(.firstNumberOne)
        dataConfirmsStart = parameters.quirks.contains(.dataConfirmsStart)
        anyAPDUAnswersTest = parameters.quirks.contains(.anyAPDUAnswersTest)
    }
}
