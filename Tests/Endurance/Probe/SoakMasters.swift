import IEC104

/// Two masters for each group of a `SoakStation`, that come and go and displace each other. For
/// each line `report` it prints `report` and what was done so far. After `drain NUMBER` they leave,
/// one master of each group takes what is left up to that number, and `account GROUP` and the words
/// of the group's `EventAccount` are printed, then a last report.
struct SoakMasters {
    let directory: String
    let groups: Int
    let port: UInt16
    let seed: UInt64

    /// How long taking the rest may take before it counts as missing.
    private static let patience = Duration.seconds(120)

    func run() async throws {
        let tally = Guarded(SoakTally())
        let accounts = (0..<groups).map { _ in Guarded(EventAccount()) }
        let loops = [try EventLoop(), try EventLoop()]
        for loop in loops { try loop.start() }
        let seats = Task {
            await withTaskGroup(of: Void.self) { tasks in
                for seat in 0..<2 * groups {
                    let master = SoakMaster(
                        number: seat, host: "127.0.0.\(seat / 2 + 1)", port: port,
                        loop: loops[seat % 2], account: accounts[seat / 2], tally: tally)
                    tasks.addTask { await master.comeAndGo(seed: seed &+ UInt64(seat)) }
                }
            }
        }
        while let line = await Self.line() {
            let words = line.split(separator: " ")
            if words.first == "drain", let number = words.last.flatMap({ Int32($0) }) {
                seats.cancel()
                await seats.value
                try await drain(to: number, accounts, on: loops[0])
            }
            writeLine("report \(tally.withLock { $0.words })")
        }
    }

    private func drain(
        to number: Int32, _ accounts: [Guarded<EventAccount>], on loop: EventLoop
    ) async throws {
        for (group, account) in accounts.enumerated() {
            let configuration = SoakMaster.configuration(account)
            let master = try Master(
                "127.0.0.\(group + 1)", port: port, configuration: configuration, on: loop)
            try await master.connect()
            let end = ContinuousClock.now + Self.patience
            while account.withLock({ $0.last }) < number, ContinuousClock.now < end {
                await loop.sleep(for: .milliseconds(20))
            }
            await master.disconnect()
            writeLine("account \(group) \(account.withLock { $0.words })")
        }
    }

    private static func line() async -> String? {
        await Task.detached { readLine() }.value
    }
}

/// What masters have done.
struct SoakTally {
    /// Commands that were confirmed, refused, and those of which nobody knows.
    var confirmed = 0
    var refused = 0
    var unknown = 0
    var interrogations = 0
    var files = 0
    /// Interrogations with an object too few, files with a wrong octet.
    var wrong = 0
    /// What ended otherwise, by its kind.
    var failures: [String: Int] = [:]

    mutating func fail(_ kind: String) { failures[kind, default: 0] += 1 }

    /// `CONFIRMED REFUSED UNKNOWN INTERROGATIONS FILES WRONG KIND=COUNT...`.
    var words: String {
        let kinds = failures.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return (["\(confirmed) \(refused) \(unknown) \(interrogations) \(files) \(wrong)"] + kinds)
            .joined(separator: " ")
    }
}
