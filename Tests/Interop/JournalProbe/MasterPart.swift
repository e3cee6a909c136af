import IEC104

/// Connects again and again. For each line of its input it prints
/// `arrived LAST EVENTS REPEATS GAPS DISORDER CONNECTIONS`: the greatest number so far, how many
/// events came, how many of them again, how many numbers never came, and how often one came behind
/// a greater one on one connection.
struct MasterPart {
    let port: UInt16

    private struct Account {
        var last: Int32 = 0
        var onConnection: Int32 = 0
        var events = 0
        var repeats = 0
        var gaps = 0
        var disorder = 0
        var connections = 0

        mutating func take(_ number: Int32) {
            events += 1
            if number <= onConnection { disorder += 1 }
            onConnection = number
            if number <= last {
                repeats += 1
            } else {
                gaps += Int(number - last) - 1
                last = number
            }
        }
    }

    func run() async throws {
        let account = Guarded(Account())
        var configuration = MasterConfiguration()
        configuration.reconnection = Reconnection(
            first: .milliseconds(5), longest: .milliseconds(20), factor: 1, jitter: 0)
        configuration.settings.startRequests = []
        configuration.tracer = { event in
            guard case .started = event.kind else { return }
            account.withLock {
                $0.onConnection = 0
                $0.connections += 1
            }
        }
        configuration.reporter = { header, objects, _ in
            guard header.cause.cause == .spontaneous else { return }
            var numbers: [Int32] = []
            for index in objects.indices { numbers.append(StationPart.number(objects[index])) }
            let all = numbers
            account.withLock { for number in all { $0.take(number) } }
        }
        let master = try Master("127.0.0.1", port: port, configuration: configuration)
        let running = Task { await master.run() }
        while readLine() != nil {
            let now = account.withLock { $0 }
            writeLine(
                "arrived \(now.last) \(now.events) \(now.repeats) \(now.gaps) \(now.disorder) "
                    + "\(now.connections)")
        }
        running.cancel()
    }
}
