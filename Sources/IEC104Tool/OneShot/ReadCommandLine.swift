import IEC104
import IEC104Inspect

/// `iec104 read`: the present values of single objects.
enum ReadCommandLine: Command {
    static let syntax = CommandSyntax(
        name: "read",
        summary: "reads single objects of an outstation",
        operands: OneShot.operands,
        operandHelp: "Read command (C_RD_NA_1), one object after the other.",
        options: [
            OneShot.stationOption,
            .init(
                "--address", "IOA[,IOA...]",
                "The object addresses, 1 to 16777215, also ranges such as 1001-1010; needed.\n"
                    + "May be given several times."),
        ] + OneShot.shared,
        notes: """
            A line for each value, as of 'iec104 master'. An object that the outstation does not
            know, or does not answer for, is told on standard error, and the others are read.

            Examples:
              iec104 read 127.0.0.1 --address 1001
              iec104 read rtu7 --station 3 --address 4001-4010,4100 --format json

            Exit codes: 0 all were read; 1 one was not, or no connection; 2 wrong usage.
            """)

    /// Most objects of a command.
    private static let most = 100_000

    static func run(_ arguments: ParsedArguments) throws(UsageError) -> ExitCode {
        var findings = UsageFindings()
        let shot = OneShot(syntax.name, arguments, &findings)
        let largest = (shot?.options.link.profile ?? .standard).largestObjectAddress
        var addresses: [ObjectAddress] = []
        for text in arguments.all("--address") {
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let range = range(part, largest) else {
                    let part = shortened(String(part))
                    findings.add(
                        "--address '\(part)' is neither an object address, 1 to \(largest), nor a "
                            + "range such as 1001-1010.",
                        "--address '\(part)' 既不是信息体地址 (1至\(largest)), "
                            + "也不是 1001-1010 这样的范围。")
                    continue
                }
                guard range.count <= most - addresses.count else {
                    findings.add(
                        "--address: more than \(most) objects; 'interrogate' reads all.",
                        "--address: 超过\(most)个信息体; 全部读取请用 interrogate。")
                    break
                }
                addresses += range.map { ObjectAddress($0) }
            }
        }
        if arguments.all("--address").isEmpty {
            findings.add(UsageError.noAddress)
        }
        try findings.check()
        guard let shot else { return .usage }
        let wanted = addresses
        return shot.run { session in
            var isDone = true
            for (place, address) in wanted.enumerated() {
                isDone = await read(address, session) && isDone
                let left = wanted.count - place - 1
                // Nothing more can be read.
                let isOver = await session.master.link == nil
                guard left > 0, isOver || Task.isCancelled else { continue }
                shot.fail(shot.words("\(left) more were not asked", "其余\(left)个未读取"))
                return false
            }
            return isDone
        }
    }

    private static func range(_ text: Substring, _ largest: UInt32) -> ClosedRange<UInt32>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...2).contains(ends.count), let first = ends.first.flatMap({ UInt32($0) }),
            let last = ends.last.flatMap({ UInt32($0) }), first >= 1, first <= last,
            last <= largest
        else { return nil }
        return first...last
    }

    private static func read(_ address: ObjectAddress, _ session: ShotSession) async -> Bool {
        let station = session.shot.station
        // As it was reported, with its octets; it is there before the request has ended.
        let updates = await session.master.updates(limit: 1000)
        let (result, _, _) = await session.ask(.read(station: station, address))
        guard result.isDone else {
            session.tell(result) { $0.member("address", address.value) }
            return false
        }
        let values = await session.collect(updates, for: .zero) { update in
            update.station == station && update.object.address == address
                && update.cause.cause == .request ? .last : .skip
        }
        if values.isEmpty, let outcome = result.outcome, let object = outcome.object,
            let type = outcome.type
        {
            // So much came behind it that it was pushed out.
            session.show([
                PointUpdate(
                    station: station, type: type,
                    cause: CauseOfTransmission(
                        .request, isTest: outcome.differences.contains(.test)),
                    object: object, octets: [], received: WallClock.now)
            ])
        }
        session.show(values)
        return true
    }
}
