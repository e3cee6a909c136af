import IEC104

/// Lines: `ID VERB ...`; each is answered with its ID, values that come are shown as they come.
struct MasterProbe {
    let master: Master

    init(host: String, port: UInt16) throws {
        var configuration = MasterConfiguration()
        configuration.settings.originator = 7
        configuration.settings.answerGap = .milliseconds(300)
        configuration.settings.timeouts.confirmation = .seconds(2)
        configuration.settings.timeouts.termination = .seconds(3)
        configuration.tracer = { event in
            switch event.kind {
            case .malformed(let error): Output.print([("malformed", error)])
            case .closed(let end): Output.print([("closed", end)])
            default: break
            }
        }
        master = try Master(host, port: port, configuration: configuration)
    }

    func run() async throws {
        let master = self.master
        let updates = await master.updates()
        let printing = Task {
            for await update in updates {
                let asdu = ASDU(
                    update.type, cause: update.cause, commonAddress: update.station,
                    objects: [update.object], octets: update.octets)
                Output.print([("update", Octets.text((try? asdu.encoded()) ?? []))])
            }
        }
        while let line = readLine() {
            var words = Words(line)
            let id = words.number()
            let verb = words.next()
            if verb == "quit" { break }
            Task { [words] in
                var words = words
                await Self.perform(master, id, verb, &words)
            }
        }
        printing.cancel()
        await master.disconnect()
    }

    private static func perform(
        _ master: Master, _ id: Int, _ verb: String, _ words: inout Words
    ) async {
        do {
            switch verb {
            case "connect": try await master.connect()
            case "disconnect": await master.disconnect()
            case "start": await master.startTransfer()
            case "stop": await master.stopTransfer()
            case "testfr": await master.test()
            case "select-and-drop":
                let asdu = try words.asdu()
                guard let object = asdu.objects.first else { break }
                let selection = try await master.select(
                    asdu.type, at: object.address, station: asdu.commonAddress,
                    object.information)
                try await selection.cancel()
            case "directory", "fetch", "log", "write", "delete":
                try await Self.transfer(master, id, verb, &words)
                return
            default:
                let request = try request(verb, &words)
                let outcome = try await master.request(request)
                show(outcome, request, id)
                return
            }
            Output.print([("id", id), ("result", "done")])
        } catch let error as RequestError {
            let result =
                error.code.isRefusal ? "refused" : error.code.isTimeout ? "no-answer" : "failed"
            Output.print([
                ("id", id), ("result", result), ("code", error.code.name),
                ("cause", error.cause.map { Int($0.rawValue) } ?? 0), ("message", error),
            ])
        } catch {
            Output.print([("id", id), ("result", "failed"), ("message", "\(error)")])
        }
    }

    private static let modes: [String: MasterCommand.Mode] = [
        "direct": .direct, "select": .select, "execute": .execute,
        "selectBeforeOperate": .selectBeforeOperate, "deactivate": .deactivate,
    ]

    private static func request(_ verb: String, _ words: inout Words) throws -> MasterRequest {
        switch verb {
        case "interrogate":
            return .interrogation(
                station: words.station(), QOI(rawValue: UInt8(clamping: words.number())))
        case "counters":
            return .counterInterrogation(
                station: words.station(), QCC(rawValue: UInt8(clamping: words.number())))
        case "read":
            return .read(
                station: words.station(), ObjectAddress(UInt32(clamping: words.number())))
        case "clock": return .clockSynchronization(station: words.station(), time: nil)
        case "test":
            return .test(station: words.station(), isTimeTagged: words.next() == "tagged")
        case "reset":
            return .reset(
                station: words.station(), QRP(rawValue: UInt8(clamping: words.number())))
        case "delay": return .delayAcquisition(station: words.station())
        case "command":
            let word = words.next()
            let mode = modes[word] ?? .direct
            let asdu = try words.asdu()
            let object = asdu.objects[0]
            return .command(
                MasterCommand(
                    station: asdu.commonAddress, asdu.type, at: object.address,
                    object.information, timeTag: object.timeTag, mode: mode,
                    completion: words.next() == "confirmation" ? .confirmation : .termination,
                    isTest: asdu.cause.isTest))
        default: return .asdu(try words.asdu())
        }
    }

    private static func show(_ outcome: RequestOutcome, _ request: MasterRequest, _ id: Int) {
        var members: [(String, any CustomStringConvertible)] = [
            ("id", id), ("result", "done"), ("terminated", outcome.isTerminated),
            ("objects", outcome.objects),
            ("stations", outcome.stations.map { "\($0)" }.joined(separator: " ")),
            ("refusing", outcome.refusingStations.map { "\($0)" }.joined(separator: " ")),
        ]
        if let object = outcome.object {
            let asdu = ASDU(
                outcome.type ?? request.type, cause: CauseOfTransmission(.activationConfirmation),
                commonAddress: request.station, objects: [object])
            members.append(("octets", Octets.text((try? asdu.encoded()) ?? [])))
        }
        Output.print(members)
    }
}
