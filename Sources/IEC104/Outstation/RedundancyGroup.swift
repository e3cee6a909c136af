public import IEC104Net

/// Connections of which one at a time is started, and which share one event buffer (IEC
/// 60870-5-104, 10): those of the redundant front ends of one control centre.
public struct RedundancyGroup: Hashable, Sendable {
    /// What makes a connection belong to a group.
    public enum Member: Hashable, Sendable {
        /// It comes from such an address.
        case client(AddressPrefix)
        /// It was made to such an address of this machine, at any port or at this one.
        case listener(AddressPrefix, port: UInt16? = nil)
        /// It was made to this port.
        case port(UInt16)

        /// Whether a connection is meant.
        func contains(client: SocketAddress, at local: SocketAddress) -> Bool {
            switch self {
            case .client(let prefix): prefix.contains(client)
            case .listener(let prefix, let port):
                prefix.contains(local) && (port == nil || port == local.port)
            case .port(let port): port == local.port
            }
        }
    }

    /// Under which it is told, and its events are kept: 1...64 characters, no address.
    public var name: String
    /// What makes a connection belong to it: one of these is enough.
    public var members: [Member]

    /// A group of this name and these members.
    public init(_ name: String, _ members: [Member]) {
        self.name = name
        self.members = members
    }

    /// Whether a connection belongs to it.
    func contains(client: SocketAddress, at local: SocketAddress) -> Bool {
        members.contains { $0.contains(client: client, at: local) }
    }

    /// The first thing that is wrong with groups.
    package static func problem(in groups: [RedundancyGroup]) -> RedundancyGroupError? {
        var names: Set<String> = []
        for group in groups {
            if let code = group.problem { return RedundancyGroupError(code, group.name) }
            guard names.insert(group.name).inserted else {
                return RedundancyGroupError(.nameTwice, group.name)
            }
        }
        return nil
    }

    private var problem: RedundancyGroupError.Code? {
        let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        guard (1...64).contains(name.count), name.utf8.count <= 256, isPrintable else {
            return .unfitName
        }
        guard SocketAddress(host: name, port: 0) == nil else { return .nameIsAddress }
        return members.isEmpty ? .noMembers : nil
    }
}

/// Why a redundancy group cannot be used.
public struct RedundancyGroupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of a mistake.
    public enum Code: Hashable, Sendable {
        /// The name is empty, too long or has control characters.
        case unfitName
        /// The name is an address, which is how a master without a group is called.
        case nameIsAddress
        /// Two groups have the name.
        case nameTwice
        /// Nothing says which connections belong to it.
        case noMembers
    }

    /// The kind of the mistake.
    public let code: Code
    /// The name of the group.
    public let name: String

    init(_ code: Code, _ name: String) {
        self.code = code
        self.name = name
    }

    /// One sentence: what is wrong and what to write.
    public var description: String {
        switch code {
        case .unfitName: "the name of a redundancy group has 1 to 64 letters, digits or signs"
        case .nameIsAddress:
            "the redundancy group '\(name)' has an address for its name, as masters without a group "
                + "have: give it another one"
        case .nameTwice: "two redundancy groups have the name '\(name)': give each its own"
        case .noMembers:
            "the redundancy group '\(name)' has no members: say which clients, ports or local "
                + "addresses belong to it"
        }
    }
}
