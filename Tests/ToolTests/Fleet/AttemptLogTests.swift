import Testing

@testable import IEC104Tool

@Suite("Which failed attempts are told")
struct AttemptLogTests {
    @Test("the first failure in full, the same again with its count after growing intervals")
    func streak() {
        var log = AttemptLog()
        let minute: Int64 = 60_000
        var told: [AttemptLog.Verdict] = []
        for number in 0...(3 * 1440) {
            let verdict = log.failed(0, "refused", at: 1000 + Int64(number) * minute)
            if verdict != .nothing { told.append(verdict) }
        }
        #expect(
            told == [
                .full, .still(attempts: 6, milliseconds: 5 * minute),
                .still(attempts: 31, milliseconds: 30 * minute),
                .still(attempts: 121, milliseconds: 120 * minute),
                .still(attempts: 481, milliseconds: 480 * minute),
                .still(attempts: 1441, milliseconds: 1440 * minute),
                .still(attempts: 2881, milliseconds: 2880 * minute),
                .still(attempts: 4321, milliseconds: 4320 * minute),
            ])
    }

    @Test("another reason is told in full at once, and so is the first one after a good link")
    func news() {
        var log = AttemptLog()
        #expect(log.failed(0, "refused", at: 0) == .full)
        #expect(log.failed(0, "refused", at: 1) == .nothing)
        #expect(log.failed(1, "refused", at: 1) == .full)
        #expect(log.failed(0, "timed-out", at: 2) == .full)
        #expect(log.failed(0, "timed-out", at: 3) == .nothing)
        #expect(log.failed(0, "refused", at: 4) == .full)
        #expect(log.failed(0, "refused", at: 5) == .nothing)
        #expect(log.succeeded(0)?.attempts == 2 && log.succeeded(0) == nil)
        #expect(log.failed(0, "refused", at: 6) == .full)
        #expect(log.streak(of: 1)?.attempts == 1)
    }

    @Test("after a long silence one line tells of it; a clock that was set back begins anew")
    func clock() {
        var log = AttemptLog()
        #expect(log.failed(0, "refused", at: 50) == .full)
        let late: Int64 = 50 + 3 * 86_400_000
        #expect(log.failed(0, "refused", at: late) == .still(attempts: 2, milliseconds: late - 50))
        #expect(log.failed(0, "refused", at: late + 1) == .nothing)
        #expect(log.failed(0, "refused", at: 0) == .full)
    }
}
