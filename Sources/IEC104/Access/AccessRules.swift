import IEC104Codec
public import IEC104Net
public import IEC104Station

/// Who may connect to an outstation, and who may command what. By default everybody everything.
public struct AccessRules: Hashable, Sendable {
    /// The clients that may connect; empty: all.
    public var clients: [AddressPrefix] = []
    /// The most connections of one address at a time; `nil`: as many as there may be in all.
    public var connectionsPerHost: Int?
    /// Whether nobody may change anything: commands, parameters, process resets, freezes of
    /// counters, clock synchronizations, files that masters write or delete are refused.
    public var isReadOnly = false
    /// Who may command what; empty: all clients everything. With rules, what no rule allows is
    /// refused, and clients that none of them names may change nothing.
    public var commands: [CommandRule] = []
    /// How fast each client address may command, on all its connections together, those that it has
    /// ended too; `nil`: as fast as it likes.
    public var commandRate: CommandRights.Rate?

    /// Everybody may do everything.
    public init() {}

    /// Why a connection is turned away; `nil` when it is not.
    ///
    /// - Parameter others: tells how many connections its address has already.
    func refusal(of client: SocketAddress, others: () -> Int) -> ConnectionRefusal? {
        if !clients.isEmpty, !clients.contains(where: { $0.contains(client) }) {
            return .notAllowed
        }
        if let connectionsPerHost, others() >= max(connectionsPerHost, 1) {
            return .tooManyOfHost
        }
        return nil
    }

    /// What a client may command; `nil`: everything.
    func rights(of client: SocketAddress) -> CommandRights? {
        guard isReadOnly || !commands.isEmpty || commandRate != nil else { return nil }
        var rights = CommandRights()
        rights.isReadOnly = isReadOnly
        rights.rate = commandRate
        if !commands.isEmpty {
            rights.objects = commands.filter { $0.clients.contains(client) }.map(\.objects)
        }
        return rights
    }
}

/// Which clients may command which objects.
public struct CommandRule: Hashable, Sendable {
    /// The clients.
    public var clients: AddressPrefix
    /// The objects that they may command.
    public var objects: CommandRights.Objects

    /// A rule.
    public init(clients: AddressPrefix, objects: CommandRights.Objects) {
        self.clients = clients
        self.objects = objects
    }

    /// Reads `PREFIX=CA/IOA-IOA`, such as `10.0.0.0/8=1/5001-5100`, `10.0.0.7=2/*`,
    /// `10.0.0.7=*/6001` or `10.0.0.7=*`.
    ///
    /// - Throws: what is wrong and what to write.
    public init(_ text: String) throws(CommandRuleError) {
        guard let sign = text.firstIndex(of: "=") else {
            throw CommandRuleError(text, "there is no '='")
        }
        do {
            clients = try AddressPrefix(String(text[..<sign]))
        } catch {
            throw CommandRuleError(text, "\(error)")
        }
        let rest = text[text.index(after: sign)...]
        if rest == "*" {
            objects = CommandRights.Objects()
            return
        }
        let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw CommandRuleError(text, "behind '=' stands neither CA/IOA nor '*'")
        }
        var station: CommonAddress?
        if parts[0] != "*" {
            guard let number = UInt16(parts[0]), (1...65534).contains(number) else {
                throw CommandRuleError(text, "'\(parts[0])' is no common address 1...65534")
            }
            station = CommonAddress(number)
        }
        objects = CommandRights.Objects(
            station: station, addresses: try Self.addresses(parts[1], text))
    }

    private static func addresses(
        _ part: Substring, _ text: String
    ) throws(CommandRuleError) -> ClosedRange<UInt32> {
        let all: ClosedRange<UInt32> = 1...0xFF_FFFF
        if part == "*" { return all }
        let ends = part.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap({ UInt32($0) }),
            let last = ends.last.flatMap({ UInt32($0) }), ends.count <= 2, first <= last,
            all.contains(first), all.contains(last)
        else {
            throw CommandRuleError(text, "'\(part)' is no object address 1...16777215, A-B or '*'")
        }
        return first...last
    }
}

/// Why a text is no rule of commands.
public struct CommandRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was to be read.
    public let text: String
    /// What is wrong with it.
    public let problem: String

    init(_ text: String, _ problem: String) {
        self.text = text
        self.problem = problem
    }

    /// One sentence: what is wrong and what to write.
    public var description: String {
        let shown = text.utf8.count <= 80 ? text : String(text.prefix(60)) + "..."
        return "'\(shown)': \(problem); write PREFIX=CA/IOA-IOA, as in 10.0.0.0/8=1/5001-5100 "
            + "or 10.0.0.7=*"
    }
}

/// Why a connection was closed at once.
public enum ConnectionRefusal: String, Hashable, Sendable, CaseIterable {
    /// There were `OutstationConfiguration.maximumConnections`.
    case tooMany = "too-many"
    /// The address had `AccessRules.connectionsPerHost` already.
    case tooManyOfHost = "too-many-of-host"
    /// The address is not among `AccessRules.clients`.
    case notAllowed = "not-allowed"
}

/// A command and what became of it, with who sent it and when.
public struct AuditRecord: Hashable, Sendable {
    /// Milliseconds since 1970-01-01T00:00 UTC.
    public let time: Int64
    /// The number of the connection.
    public let connection: Int
    /// The client.
    public let client: SocketAddress
    /// The command and what became of it.
    public let record: CommandRecord
}
