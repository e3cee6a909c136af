import IEC104
import Testing

/// What an honest master makes of each fault. The outstation stays right: what it does wrong is
/// traced as injected.
@Suite("Faults on a connection")
struct FaultTests {
    /// What a master meets.
    enum Meeting {
        /// The connection ends for this reason, when the master has done so.
        case end(String, after: Doing)
        /// The request fails for this reason.
        case request(String, Doing)

        /// Whether something does not come in time.
        var isLate: Bool {
            switch self {
            case .end(let reason, _): reason.contains("timeout")
            case .request(let reason, _): reason.hasPrefix("not-")
            }
        }
    }

    /// What the master does.
    enum Doing {
        case connect, event, interrogation, command, test, wait
    }

    @Test(
        "An honest master finds each fault",
        arguments: [
            ("wrong-ns", Meeting.end("send-number", after: .event)),
            ("wrong-ns -1", .end("send-number", after: .event)),
            ("repeat-apdu", .end("send-number", after: .event)),
            ("wrong-nr", .end("receive-number", after: .interrogation)),
            ("no-startdt-con", .end("start-timeout", after: .connect)),
            ("no-testfr-con", .end("test-timeout", after: .test)),
            ("silence", .end("test-timeout", after: .test)),
            ("hold-nr", .end("information-timeout", after: .interrogation)),
            ("half-apdu", .end("frame-timeout", after: .event)),
            ("garbage", .end("bad-start", after: .event)),
            ("garbage 68FF", .end("bad-length", after: .event)),
            ("rst", .end("lost", after: .wait)),
            ("fin", .end("lost", after: .wait)),
            ("negative-act-con", .request("refused", .interrogation)),
            ("negative-act-con", .request("refused", .command)),
            ("lose-act-term", .request("not-terminated", .interrogation)),
            ("lose-act-term", .request("not-terminated", .command)),
            ("cut-gi 2", .request("not-terminated", .interrogation)),
            ("delay-act-con 3600000", .request("not-confirmed", .interrogation)),
        ])
    func faults(text: String, meeting: Meeting) throws {
        let scene = try Scene(isImpatient: meeting.isLate)
        defer { scene.field.finish() }
        let fault = try Fault(text)
        switch meeting {
        case .end(let reason, .connect):
            _ = try scene.field.now { $0.inject(fault) }
            let found = try scene.failureOfConnect()
            #expect(found == reason)
        case .end(let reason, let doing):
            try scene.connect()
            _ = try scene.field.now { $0.inject(fault) }
            try scene.begin(doing)
            let end = try #require(try scene.end())
            #expect(end.reason.code.name == reason)
        case .request(let reason, let doing):
            try scene.connect()
            _ = try scene.field.now { $0.inject(fault) }
            let found = try scene.failure(of: doing)
            #expect(found == reason)
        }
        #expect(scene.strikes.contains(fault.kind))
        let known = try scene.field.now { $0.faults }
        #expect(known.first.map { $0.strikes > 0 } == true)
    }

    @Test("A command whose con and term are lost is not confirmed, and may have acted")
    func lostConfirmation() throws {
        let scene = try Scene(isImpatient: true)
        defer { scene.field.finish() }
        try scene.connect()
        _ = try scene.field.now {
            $0.inject(try Fault("lose-act-con"))
            return $0.inject(try Fault("lose-act-term"))
        }
        let found = try scene.failure(of: .command)
        #expect(found == "not-confirmed")
        #expect(scene.strikes == [.lostConfirmation, .lostTermination])
        #expect(try scene.field.now { $0.statistics.commandsExecuted } == 1)
    }

    @Test("A stop that is not answered ends data transfer with t1")
    func stop() throws {
        let scene = try Scene(isImpatient: true)
        defer { scene.field.finish() }
        try scene.connect()
        _ = try scene.field.now { $0.inject(Fault(.noStopConfirmation)) }
        let master = scene.master
        try scene.field.loop.here { master.assumeIsolated { $0.stopTransfer() } }
        let end = try #require(try scene.end())
        #expect(end.reason.code.name == "stop-timeout")
        #expect(scene.strikes == [.noStopConfirmation])
    }

    @Test("Withheld S APDUs are found by a master that sends much and gets nothing")
    func withheldAcknowledgement() throws {
        let scene = try Scene(isImpatient: true) { $0.parameters.w = 1 }
        defer { scene.field.finish() }
        try scene.connect()
        // Without an answer no I APDU carries N(R); the point is on already, no event follows.
        _ = try scene.field.now {
            for text in ["withhold-s", "lose-act-con", "lose-act-term"] {
                _ = $0.inject(try Fault(text))
            }
        }
        try scene.begin(.command)
        let end = try #require(try scene.end())
        #expect(end.reason.code.name == "information-timeout")
        #expect(scene.strikes.contains(.withholdS))
    }

    @Test("Nothing is injected without a fault, and what is removed strikes no more")
    func removed() throws {
        let scene = try Scene()
        defer { scene.field.finish() }
        try scene.connect()
        let number = try #require(try scene.field.now { $0.inject(Fault(.negativeConfirmation)) })
        #expect(try scene.failure(of: .interrogation) == "refused")
        #expect(try scene.field.now { $0.removeFault(number) })
        #expect(try !scene.field.now { $0.removeFault(number) })
        #expect(try scene.failure(of: .interrogation) == nil)
        #expect(scene.strikes == [.negativeConfirmation])
    }

    @Test("Faults of the configuration strike from the beginning, so often as they say")
    func configured() throws {
        let scene = try Scene { $0.faults = [(try? Fault("rst after 1 times 2")) ?? Fault(.reset)] }
        defer { scene.field.finish() }
        #expect(try scene.failureOfConnect() == "lost")
        #expect(try scene.failureOfConnect() == "lost")
        try scene.connect()
        #expect(try scene.failure(of: .interrogation) == nil)
    }

    @Test("A fault spares the masters that it does not concern")
    func target() throws {
        let scene = try Scene()
        defer { scene.field.finish() }
        try scene.connect()
        _ = try scene.field.now {
            $0.inject(try Fault("negative-act-con peer 10.0.0.0/8"))
        }
        #expect(try scene.failure(of: .interrogation) == nil)
        _ = try scene.field.now { $0.inject(try Fault("negative-act-con peer 127.0.0.0/8")) }
        #expect(try scene.failure(of: .interrogation) == "refused")
    }

    @Test("An event that is sent twice arrives twice, an unknown type and a short ASDU end nothing")
    func harmless() throws {
        let scene = try Scene()
        defer { scene.field.finish() }
        try scene.connect()
        let master = scene.master
        _ = try scene.field.now {
            for text in ["duplicate-event", "truncate-asdu", "unknown-type 250"] {
                _ = $0.inject(try Fault(text))
            }
        }
        try scene.begin(.event)
        #expect(try scene.failure(of: .interrogation) == nil)
        let link = try scene.field.loop.run { await master.link }
        #expect(link?.phase == .started)
        #expect(
            Set(scene.strikes) == [.duplicatedEvent, .truncatedASDU, .unknownType])
    }

    @Test(
        "What is read or written slowly is all there",
        arguments: ["slow-write 20000", "slow-read 20000"])
    func slowness(text: String) throws {
        let scene = try Scene()
        defer { scene.field.finish() }
        try scene.connect()
        _ = try scene.field.now { $0.inject(try Fault(text)) }
        #expect(try scene.failure(of: .interrogation) == nil)
        #expect(scene.strikes.count == 1)
        // A fault that is removed lets go of what it held back.
        try scene.field.now { $0.removeFaults() }
        #expect(try scene.failure(of: .interrogation) == nil)
    }

    @Test("A request that is served late is served whole, and those behind it in their order")
    func late() throws {
        let scene = try Scene()
        defer { scene.field.finish() }
        try scene.connect()
        _ = try scene.field.now { $0.inject(try Fault("delay-act-con 50 once")) }
        #expect(try scene.failure(of: .interrogation) == nil)
        #expect(try scene.failure(of: .command) == nil)
        #expect(scene.strikes == [.delayedConfirmation])
    }

    @Test("A request that waits for hours is served when the fault is removed")
    func lateNoMore() throws {
        let scene = try Scene()
        defer { scene.field.finish() }
        try scene.connect()
        let number = try scene.field.now { $0.inject(try Fault("delay-act-con 86400000")) }
        try scene.begin(.interrogation)
        try scene.field.loop.drive { scene.strikes == [.delayedConfirmation] }
        _ = try scene.field.now { $0.removeFault(number ?? 0) }
        // It stands behind the interrogation.
        #expect(try scene.failure(of: .command) == nil)
    }
}
