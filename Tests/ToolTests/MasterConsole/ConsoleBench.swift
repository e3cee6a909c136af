import IEC104
import Synchronization
import Testing

@testable import IEC104
@testable import IEC104Tool

/// RTUs of a test: they answer what they were told to answer.
final class ScriptedStations: RemoteStations {
    enum Answer {
        case success(RequestOutcome)
        case failure(RequestError.Code)
    }

    struct Script {
        var answers: [Answer] = []
        var asked: [(name: String, request: MasterRequest)] = []
        var switched: [Int?] = []
        /// Whose status was asked for.
        var looked: [String] = []
        /// The link with data transfer; `nil`: there is none.
        var started: Int? = 0
        /// What a switch-over leads to.
        var startsNext: (@Sendable (Int?) -> Int?) = { $0 ?? 1 }
        var isOff = false
        var clock = ClockStatus()
        /// What happens when something is asked.
        var onAsk: (@Sendable () -> Void)?
    }

    let script = Mutex(Script())

    var asked: [MasterRequest] { script.withLock { $0.asked.map(\.request) } }

    func status(of name: String) async -> RTUStatus? {
        let (started, isOff, clock) = script.withLock { script in
            script.looked.append(name)
            return (script.started, script.isOff, script.clock)
        }
        let links = (0..<2).map { place in
            RTULinkStatus(
                endpoint: RTUEndpoint("10.0.0.\(7 + place)"),
                state: started == place ? .started : .stopped, link: nil, k: 12, w: 8, since: nil,
                pause: nil, attempts: 1, failures: 0, lastEnd: nil)
        }
        return RTUStatus(
            name: name, state: isOff ? .off : started == nil ? .down : .started, links: links,
            activeLink: started, lastError: started == nil ? "10.0.0.8:2404: refused" : nil,
            lastTraffic: nil, objects: 0, apdus: SessionStatistics(), reconnects: 0,
            endReasons: [:],
            switchOvers: 0, repeatsDropped: 0, interrogation: InterrogationStatus(),
            clock: clock, acknowledgementLatency: nil, statistics: MasterStatistics(),
            overruns: 0)
    }

    func ask(
        _ request: MasterRequest, of name: String, inTurn: Bool
    ) async -> Result<RequestOutcome, RequestError>? {
        script.withLock { $0.onAsk }?()
        return script.withLock { script in
            script.asked.append((name, request))
            guard !script.answers.isEmpty else {
                return .success(RequestOutcome(isTerminated: true, objects: 3, stations: [1]))
            }
            switch script.answers.removeFirst() {
            case .success(let outcome): return .success(outcome)
            case .failure(let code):
                return .failure(
                    RequestError(
                        code, request, step: .termination,
                        cause: code.isRefusal ? .activation : nil,
                        mayHaveActed: code == .linkLost))
            }
        }
    }

    func switchOver(_ name: String, to link: Int?) async -> Bool {
        script.withLock {
            $0.switched.append(link)
            guard link == 1 else { return false }
            $0.started = $0.startsNext(link)
            return true
        }
    }
}

/// A console with scripted RTUs: lines in, lines out.
final class ConsoleBench {
    let loop: EventLoop
    let stations = ScriptedStations()
    let console: MasterConsole
    private let written: Written

    /// Sendable, as the lock is all that threads share.
    final class Written: Sendable {
        let lines = Mutex<[String]>([])
    }

    static let sheet = """
        station,address,type,name,value,unit,scale,command,low limit,high limit
        1,1001,M_DP_TB_1,Breaker Q0,on,,,,,
        1,2001,M_ME_NB_1,Busbar voltage,1042,kV,0.01,,,
        1,5001,C_DC_NA_1,Operate Q0,,,,1001,,
        1,5002,C_SC_TA_1,Alarm off,,,,,,
        2,6001,C_SE_NB_1,Set voltage,,,,1/2001,900,1100

        """

    init(
        _ names: [String] = ["north"], allow: [String] = [], audit: AuditFile? = nil,
        _ change: (inout MasterConsole.Settings) -> Void = { _ in }
    ) throws {
        loop = try EventLoop()
        var settings = MasterConsole.Settings()
        change(&settings)
        let written = Written()
        self.written = written
        console = MasterConsole(
            settings, audit: audit, on: loop,
            write: { line in written.lines.withLock { $0.append(line) } }, stop: {})
        console.stations = stations
        let list = try PointList(Array(Self.sheet.utf8), file: "sheet")
        for name in names {
            var target = MasterTarget(
                configuration: RTUConfiguration(
                    name, endpoints: [RTUEndpoint("10.0.0.7"), RTUEndpoint("10.0.0.8")]),
                isNamed: true, stations: [1])
            target.points = PointSheet(list)
            target.allowed = try AllowRules(parsing: allow)
            console.take(target)
        }
    }

    /// What the console answers to a line.
    @discardableResult
    func line(_ line: String, waits: Bool = true) throws -> String {
        written.lines.withLock { $0 = [] }
        let console = console
        try loop.run { await console.run(line, waits: waits) }
        return written.lines.withLock { $0.joined(separator: "\n") }
    }

    /// The command that was sent last.
    var sent: MasterCommand? {
        guard case .command(let command)? = stations.asked.last else { return nil }
        return command
    }
}
