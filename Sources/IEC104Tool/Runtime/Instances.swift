import IEC104

/// How many outstations run, and how they lie on addresses and ports.
struct Instances {
    /// How one differs from the next.
    enum Spread: String, CaseIterable {
        case addresses, ports
    }

    let count: Int
    let spread: Spread

    /// Most outstations of a process.
    static let most = 100_000

    static let options: [CommandSyntax.Option] = [
        .init(
            "--instances", "N",
            "So many outstations with the same points, each with its own values, masters\n"
                + "and events; default 1. --spread says where they listen."),
        .init(
            "--spread", "addresses|ports",
            "ports (default): each listens one port further than the one before;\n"
                + "addresses: one address further, as in 127.0.1.1, 127.0.1.2..."),
    ]

    init(_ arguments: ParsedArguments) throws(UsageError) {
        count = try arguments.number("--instances", in: 1...Self.most) ?? 1
        spread = try arguments.choice("--spread", Spread.self) ?? .ports
    }

    /// Where the outstation number `index`, counted from 0, listens.
    ///
    /// - Throws: when there are not so many ports or addresses.
    func place(_ endpoint: HostPort, _ index: Int) throws(UsageError) -> HostPort {
        guard index > 0 else { return endpoint }
        switch spread {
        case .ports:
            guard endpoint.port > 0 else { return endpoint }
            guard let port = UInt16(exactly: Int(endpoint.port) + index) else {
                throw UsageError(
                    "--instances \(count): there are not so many ports behind \(endpoint.port); "
                        + "write --spread addresses, or a lower port.")
            }
            return HostPort(endpoint.host, port)
        case .addresses:
            let host = endpoint.listeningAddress
            guard let address = SocketAddress(host: host, port: 0), address.scope == 0,
                address.ip.contains(where: { $0 != 0 }), let next = Self.next(address.ip, index)
            else {
                throw UsageError(
                    "--spread addresses: \(count) addresses cannot be counted from '\(host)'; "
                        + "write --listen with the first one, as in 127.0.1.1:2404.")
            }
            return HostPort(next, endpoint.port)
        }
    }

    /// The address that is `steps` further; `nil` behind the last one.
    private static func next(_ ip: [UInt8], _ steps: Int) -> String? {
        var octets = ip
        var carry = steps
        for index in octets.indices.reversed() where carry > 0 {
            let sum = Int(octets[index]) + carry
            octets[index] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        guard carry == 0 else { return nil }
        if octets.count == 4 { return octets.map { "\($0)" }.joined(separator: ".") }
        return stride(from: 0, to: octets.count - 1, by: 2).map {
            String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16)
        }.joined(separator: ":")
    }

    /// A line of one of several outstations: which one it is goes before.
    func tagged(_ line: String, _ index: Int, isJSON: Bool) -> String {
        guard count > 1 else { return line }
        return isJSON ? "{\"instance\":\(index + 1)," + line.dropFirst() : "[\(index + 1)] " + line
    }
}

extension HostPort {
    /// Where a socket listens: names are for connecting, but the one that everybody writes.
    var listeningAddress: String {
        switch host {
        case "": "0.0.0.0"
        case "localhost": "127.0.0.1"
        default: host
        }
    }
}
