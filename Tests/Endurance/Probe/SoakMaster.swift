import IEC104

/// One of the masters of a soak: connects, asks and commands and fetches at random, goes in order
/// or without a word, and comes again.
struct SoakMaster: Sendable {
    let number: Int
    let host: String
    let port: UInt16
    let loop: EventLoop
    let account: Guarded<EventAccount>
    let tally: Guarded<SoakTally>

    /// What an interrogation of `SoakStation` brings.
    private static let points = 2002

    /// Notes each event in the account.
    static func configuration(_ account: Guarded<EventAccount>) -> MasterConfiguration {
        var configuration = MasterConfiguration()
        configuration.settings.startRequests = []
        let previous = Guarded<Int32>(0)
        configuration.tracer = { event in
            guard case .started = event.kind else { return }
            previous.withLock { $0 = 0 }
            account.withLock { $0.connected() }
        }
        configuration.reporter = { header, objects, _ in
            guard header.cause.cause == .spontaneous else { return }
            let numbers = objects.indices.map { NumberedPoints.number(objects[$0]) }
            previous.withLock { previous in
                account.withLock { account in
                    for number in numbers { account.take(number, after: &previous) }
                }
            }
        }
        return configuration
    }

    /// Until the task is cancelled.
    func comeAndGo(seed: UInt64) async {
        var chance = Chance(seed: seed)
        while !Task.isCancelled {
            await loop.sleep(for: .milliseconds(chance.next(below: 4000)))
            do {
                let master = try Master(
                    host, port: port, configuration: Self.configuration(account), on: loop)
                try await master.connect()
                let end = ContinuousClock.now + .milliseconds(chance.next(below: 20_000))
                while !Task.isCancelled, ContinuousClock.now < end, await master.link != nil {
                    await work(master, &chance)
                    await loop.sleep(for: .milliseconds(chance.next(below: 200)))
                }
                // Otherwise it is dropped with its connection.
                if chance.next(below: 2) == 0 { await master.disconnect() }
            } catch let failure as ConnectionFailure {
                tally.withLock { $0.fail("connect:\(failure.name)") }
            } catch {
                tally.withLock { $0.fail("other") }
            }
        }
    }

    private func work(_ master: Master, _ chance: inout Chance) async {
        do {
            switch chance.next(below: 20) {
            case 0..<10: await command(master, &chance)
            case 10, 11:
                let values = try await master.interrogate().values.count
                tally.withLock {
                    $0.interrogations += 1
                    if values != Self.points { $0.wrong += 1 }
                }
            case 12: _ = try await master.interrogateCounters()
            case 13: _ = try await master.read(10_007)
            case 14: try await master.synchronizeClock()
            case 15: try await fetch(master, UInt16(1 + chance.next(below: 3)))
            case 16: try await exchange(master, &chance)
            default: break
            }
        } catch let error as RequestError {
            tally.withLock { $0.fail("request:\(error.code)") }
        } catch let error as FileTransferError {
            tally.withLock { $0.fail("file:\(error.code)") }
        } catch {
            tally.withLock { $0.fail("other") }
        }
    }

    private func command(_ master: Master, _ chance: inout Chance) async {
        let output = chance.next(below: SoakStation.outputs)
        let address = ObjectAddress(UInt32(6001 + output))
        let value = Information.floatSetPoint(R32(Float(chance.next(below: 1000))), QOS())
        do throws(RequestError) {
            if output % 2 == 0 {
                try await master.execute(.C_SE_NC_1, at: address, value)
            } else {
                let selection = try await master.select(.C_SE_NC_1, at: address, value)
                guard chance.next(below: 5) > 0 else { return }
                try await selection.execute()
            }
            tally.withLock { $0.confirmed += 1 }
        } catch {
            tally.withLock {
                if error.code.isRefusal {
                    $0.refused += 1
                } else {
                    $0.unknown += 1
                    $0.fail("command:\(error.code)")
                }
            }
        }
    }

    // MARK: Files

    /// What is in a file, which its number says.
    static func octets(of file: UInt16, length: Int) -> [UInt8] {
        (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ Int(file)) }
    }

    private func fetch(_ master: Master, _ file: UInt16, length: Int? = nil) async throws {
        let octets = try await master.fetch(FileName(file, object: 30_000))
        let isRight =
            octets == Self.octets(of: file, length: octets.count)
            && octets.count == length ?? octets.count && !octets.isEmpty
        tally.withLock {
            $0.files += 1
            if !isRight { $0.wrong += 1 }
        }
    }

    /// Writes a file of its own, reads it back and deletes it.
    private func exchange(_ master: Master, _ chance: inout Chance) async throws {
        let file = UInt16(1000 + number)
        let length = 1 + chance.next(below: 60_000)
        try await master.write(
            Self.octets(of: file, length: length), to: FileName(file, object: 30_000))
        _ = try await master.directory(30_000)
        try await fetch(master, file, length: length)
        try await master.delete(FileName(file, object: 30_000))
    }
}
