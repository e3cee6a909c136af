import IEC104
import IEC104Inspect

/// The console of a running master: takes lines, does what they say, answers each in one go.
///
/// Sendable, as it is used on the thread of the loop only.
final class MasterConsole: LineConsole, @unchecked Sendable {
    /// How it is operated.
    struct Settings: Sendable {
        var language = Language.english
        var isJSON = false
        /// Whether somebody sits there who can be asked.
        var isTerminal = false
        /// Whether commands are sent without a question.
        var hasConsent = false
        /// Whether the frames of what would change something are shown, and never sent.
        var isDryRun = false
    }

    let settings: Settings
    let answers: ConsoleAnswers
    let audit: AuditFile?
    /// Where its work is done.
    let loop: EventLoop
    /// Shows APDUs, or no more.
    private let trace: (Bool) -> Void
    /// Ends the master.
    private let stop: () -> Void
    /// `nil` before the fleet is there.
    var stations: (any RemoteStations)?

    private(set) var rtus: [ConsoleRTU] = []
    private var places: [String: ConsoleRTU] = [:]
    let room: ValueImage.Room
    var filter = ValueFilter()

    private var question: Question?
    private var running: [Int: Task<Void, Never>] = [:]
    private var started = 0

    /// Most requests that are under way at a time; lines of a pipe are done one after the other.
    static let mostRunning = 16
    /// How long a question waits for its answer.
    static let patience = Duration.seconds(60)
    /// Most lines of an answer that lists.
    static let mostLines = 200
    /// Most points that are looked at for one answer.
    static let mostSearched = 100_000
    /// Most names that are compared with one that is unknown.
    static let mostCompared = 10_000

    private struct Question {
        let job: ConsoleJob
        let line: String
        let asked: ContinuousClock.Instant
    }

    init(
        _ settings: Settings, audit: AuditFile? = nil, on loop: EventLoop,
        room points: Int = ValueImage.mostPoints, write: @escaping @Sendable (String) -> Void,
        trace: @escaping (Bool) -> Void = { _ in },
        stop: @escaping () -> Void = { Signals.requestStop() }
    ) {
        self.settings = settings
        self.audit = audit
        self.loop = loop
        self.trace = trace
        self.stop = stop
        room = ValueImage.Room(points)
        answers = ConsoleAnswers(
            isChinese: settings.language == .chinese, isJSON: settings.isJSON, write: write)
    }

    func say(_ english: String, _ chinese: String) -> String { answers.say(english, chinese) }

    func sleep(for duration: Duration) async { await loop.sleep(for: duration) }

    // MARK: RTUs

    /// Takes an RTU, or what is new about it.
    @discardableResult
    func take(_ target: MasterTarget) -> ConsoleRTU {
        if let known = places[target.name] {
            known.target = target
            return known
        }
        let rtu = ConsoleRTU(target)
        places[target.name] = rtu
        rtus.append(rtu)
        return rtu
    }

    /// Forgets an RTU that is no more.
    func drop(_ name: String) {
        guard let rtu = places.removeValue(forKey: name) else { return }
        rtu.image.removeAll(room)
        rtus.removeAll { $0 === rtu }
    }

    func rtu(named name: String) -> ConsoleRTU? { places[name] }

    // MARK: Lines

    var prompt: String {
        guard !isAsking else { return say("send it? [y/N] ", "发送? (是: y) ") }
        return settings.isDryRun ? "iec104 dry-run> " : "iec104> "
    }

    var isAsking: Bool { question != nil }

    func refuseLongLine(_ octets: [UInt8]) { answers.refuseLongLine(octets) }

    func run(_ line: String, waits: Bool) async {
        if let question {
            self.question = nil
            return await answer(question, line, waits)
        }
        do throws(Words) {
            guard let read = try MasterConsoleLine(line) else { return }
            switch try await plan(read.command, isDryRun: read.isDryRun || settings.isDryRun) {
            case .answer(let answer): answers.answer(line, answer)
            case .job(let job) where read.isDryRun || settings.isDryRun && job.changesSomething:
                answers.answer(line, await rehearse(job))
            case .job(let job): try await begin(job, line, waits)
            }
        } catch {
            answers.refuse(line, error)
        }
    }

    /// What a line leads to.
    enum Plan {
        case answer(ConsoleAnswer)
        case job(ConsoleJob)
    }

    /// - Parameter isDryRun: whether nothing that changes something is sent.
    private func plan(
        _ command: MasterConsoleCommand, isDryRun: Bool
    ) async throws(Words) -> Plan {
        switch command {
        case .help(let name):
            return .answer(
                ConsoleAnswer(
                    try MasterConsoleCommand.syntax.help(name, isChinese: answers.isChinese)))
        case .rtus(let pattern): return .answer(await states(pattern))
        case .links(let pattern): return .answer(await links(pattern))
        case .why(let name): return .answer(await reasons(try rtu(name)))
        case .stats(let pattern): return .answer(await statistics(pattern))
        case .list(let pattern): return .answer(await list(pattern))
        case .get(let word): return .answer(try await value(of: try point(word)))
        case .watch(let words): return .answer(ConsoleAnswer(try watch(words)))
        case .unwatch(let words): return .answer(ConsoleAnswer(try unwatch(words)))
        case .trace(let isOn):
            trace(isOn)
            return .answer(
                ConsoleAnswer(say("trace \(isOn ? "on" : "off")", isOn ? "显示APDU" : "不显示APDU")))
        case .quit:
            stop()
            return .answer(ConsoleAnswer(say("ending", "正在结束")))
        case .read(let word): return .job(reading(try point(word)))
        case .interrogate(let words): return .job(try interrogation(words))
        case .counters(let words, let freeze): return .job(try counters(words, freeze))
        case .clock(let words): return .job(try synchronization(words))
        case .test(let words): return .job(try testing(words))
        case .reset(let words): return .job(try reset(words))
        case .switchOver(let words): return .job(try switchOver(words))
        case .wait(let words): return .job(try waiting(words))
        case .command(let order): return .job(try self.command(order, isDryRun: isDryRun))
        }
    }

    // MARK: Work

    /// Begins what a line asks for, when nobody has to be asked first.
    private func begin(_ job: ConsoleJob, _ line: String, _ waits: Bool) async throws(Words) {
        if job.order != nil {
            for asked in job.asked { try check(asked.request, asked.rtu) }
        }
        guard let order = job.order, !settings.hasConsent else {
            return try await start(job, line, waits)
        }
        guard settings.isTerminal else {
            job.decline(.declined)
            throw Words(
                "not sent: nobody can be asked here, as this is no terminal; start with --yes: "
                    + order,
                "未发送: 此处不是终端, 无法询问; 请用 --yes 启动: \(order)")
        }
        question = Question(job: job, line: line, asked: .now)
        answers.write(order)
    }

    private func answer(_ question: Question, _ word: String, _ waits: Bool) async {
        do throws(Words) {
            let words = word.split(whereSeparator: \.isWhitespace)
            let isYes =
                words.count == 1 && ["y", "yes", "是"].contains(words[0].prefix(4).lowercased())
            guard isYes else {
                question.job.decline(.declined)
                throw Words(
                    ShotResult.declined.text(in: .english), ShotResult.declined.text(in: .chinese))
            }
            guard question.asked.duration(to: .now) <= Self.patience else {
                question.job.decline(.declined)
                throw Words(
                    "not sent: the answer came after more than a minute: ask again",
                    "未发送: 超过一分钟才确认, 请重新下达")
            }
            try await start(question.job, question.line, waits)
        } catch {
            answers.refuse(question.line, error)
        }
    }

    private func start(_ job: ConsoleJob, _ line: String, _ waits: Bool) async throws(Words) {
        guard running.count < Self.mostRunning else {
            job.decline(.tooMany)
            throw Words(
                "\(Self.mostRunning) requests are under way: wait for an answer",
                "已有\(Self.mostRunning)个请求在进行, 请等待答复")
        }
        started += 1
        let number = started
        let task = Task(executorPreference: loop) {
            let answer = await job.work()
            self.running[number] = nil
            self.answers.answer(line, answer)
        }
        running[number] = task
        if waits { await task.value }
    }

    /// Gives up what is under way, and returns when all of it is told.
    func finish() async {
        if let question { question.job.decline(.declined) }
        question = nil
        let tasks = running.values
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
