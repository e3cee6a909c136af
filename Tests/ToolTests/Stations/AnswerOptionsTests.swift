import Testing

@testable import IEC104
@testable import IEC104Tool

@Suite("Options of the answers of an outstation")
struct AnswerOptionsTests {
    private func configuration(_ arguments: [String]) throws -> OutstationConfiguration {
        var configuration = OutstationConfiguration()
        try AnswerOptions.apply(
            ParsedArguments(arguments, OutstationCommandLine.syntax), to: &configuration)
        return configuration
    }

    @Test("each option sets what its help says, and nothing else without it")
    func all() throws {
        let changed = try configuration([
            "--no-sequences", "--events-per-asdu", "1", "--second-interrogation", "restart",
            "--strict", "--refuse-reset", "--largest-reading", "999999999",
        ])
        #expect(!changed.settings.sequences && !changed.settings.acceptsReset)
        #expect(changed.settings.maximumObjectsPerEventASDU == 1)
        #expect(changed.settings.repeatedInterrogation == .restart)
        #expect(changed.settings.largestReading == 999_999_999)
        #expect(changed.closesOnMalformed)
        let usual = try configuration([])
        #expect(usual.settings.sequences && usual.settings.acceptsReset)
        #expect(usual.settings.maximumObjectsPerEventASDU == 127)
        #expect(usual.settings.repeatedInterrogation == .refuse)
        #expect(usual.settings.largestReading == .max && !usual.closesOnMalformed)
    }

    @Test("all mistakes are told at once")
    func mistakes() throws {
        let error = try #require(throws: UsageError.self) {
            try configuration([
                "--events-per-asdu", "128", "--second-interrogation", "both",
                "--largest-reading", "0",
            ])
        }
        for name in [
            "--events-per-asdu '128'", "--second-interrogation 'both'", "--largest-reading '0'",
        ] {
            #expect(error.message.contains(name), "\(name)")
        }
    }
}
