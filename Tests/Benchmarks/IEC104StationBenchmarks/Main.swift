import Glibc
import IEC104

/// Our stations, as the programs that measure them beside a bare loop need them. One thread: the
/// loop runs on the main one.
@main
enum Main {
    static let usage = """
        IEC104StationBenchmarks outstation [--port P] [--points N] [--sequences 0|1]
                                [--events RATE|max] [--per-asdu M] [--connections C]
        IEC104StationBenchmarks gi       --port P [--rounds R] [--points N] [--collect 0|1]
        IEC104StationBenchmarks events   --port P [--seconds S]
        IEC104StationBenchmarks command  --port P [--count N]
        IEC104StationBenchmarks journal  --dir DIR [--sync each|MS|none] [--burst N] [--seconds S]
        IEC104StationBenchmarks fleet    --port P [--rtus N] [--points N] [--loops N] [--updates 0|1]
                                [--seconds S]
        all: --spin MICROSECONDS, --host ADDRESS, --k N, --w N
        """

    static func main() throws {
        guard let arguments = Arguments(Array(CommandLine.arguments.dropFirst())) else {
            fail(usage, 2)
        }
        var options = EventLoopOptions()
        options.spin = .microseconds(arguments.number("--spin", 0))
        let loop = try EventLoop(options)
        switch arguments.role {
        case "outstation":
            let role = try OutstationRole(arguments)
            try loop.run { try await role.run(on: loop) }
        case "gi", "events", "command":
            let role = MasterRole(arguments)
            try loop.run { try await role.run(on: loop) }
        case "fleet":
            let role = FleetRole(arguments)
            try loop.run { try await role.run(on: loop) }
        case "journal":
            let role = JournalRole(arguments)
            try loop.run { try await role.run(on: loop) }
        default: fail(usage, 2)
        }
    }

    static func fail(_ text: String, _ code: Int32) -> Never {
        let octets = Array((text + "\n").utf8)
        _ = unsafe write(STDERR_FILENO, octets, octets.count)
        exit(code)
    }

    /// One line, at once.
    static func output(_ line: String) {
        let octets = Array((line + "\n").utf8)
        _ = unsafe write(STDOUT_FILENO, octets, octets.count)
    }
}

extension SessionParameters {
    init(_ arguments: Arguments) {
        self.init()
        k = arguments.number("--k", k)
        w = arguments.number("--w", w)
    }
}
