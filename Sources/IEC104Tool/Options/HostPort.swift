/// Where to connect to or to listen: `HOST`, `HOST:PORT`, `[::1]:2404` or `::1`.
struct HostPort: Hashable, Sendable, CustomStringConvertible {
    /// A name, or an address in numbers without brackets; empty for all addresses of this machine.
    let host: String
    let port: UInt16

    /// The port of IEC 60870-5-104.
    static let defaultPort: UInt16 = 2404

    /// What it is for.
    enum Use {
        /// A host is needed.
        case connect
        /// `:PORT` is every address of this machine, port 0 one that the system chooses.
        case listen
    }

    /// `HOST:PORT`, with brackets where the host has colons.
    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    init(_ host: String, _ port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `text`.
    ///
    /// - Throws: what is wrong with it and what to write.
    init(_ text: String, for use: Use = .connect) throws(UsageError) {
        let (host, port) = try Self.parts(text)
        self.host = host
        if let port {
            self.port = try Self.port(port, text, use)
        } else {
            self.port = Self.defaultPort
        }
        if host.isEmpty {
            guard use == .listen, port != nil else {
                throw Self.error(text, "the host is missing", Self.example)
            }
            return
        }
        try Self.check(host, text, use)
    }

    private static let example = "write HOST:PORT, such as 192.168.1.10:2404"

    private static func error(
        _ text: String, _ problem: String, _ remedy: String
    ) -> UsageError {
        UsageError("'\(shortened(text))': \(problem); \(remedy).")
    }

    // MARK: Host and port apart

    private static func parts(
        _ text: String
    ) throws(UsageError) -> (host: String, port: String?) {
        if text.contains("://") {
            throw error(
                text, "this is a URL", "leave out what stands before and with '//': " + example)
        }
        if text.unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) || $0 == "。" }
        ) {
            throw error(
                text, "it has full-width characters", "type it with plain ':' '.' and digits")
        }
        if text.contains(where: { $0.isWhitespace || $0.isNewline }) {
            throw error(text, "it has a space", example)
        }
        if text.hasPrefix("[") { return try bracketed(text) }
        let colons = text.count { $0 == ":" }
        // More than one colon and no bracket: an IPv6 address alone.
        if colons >= 2 { return (text, nil) }
        guard let colon = text.firstIndex(of: ":") else { return (text, nil) }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private static func bracketed(
        _ text: String
    ) throws(UsageError) -> (host: String, port: String?) {
        guard let end = text.firstIndex(of: "]") else {
            throw error(text, "']' is missing", "write an IPv6 address as in [::1]:2404")
        }
        let host = String(text[text.index(after: text.startIndex)..<end])
        let rest = text[text.index(after: end)...]
        guard IPv6Text.isAddress(host) else {
            throw error(
                text, "'\(shortened(host))' in brackets is no IPv6 address",
                "write [::1]:2404, and names and IPv4 addresses without brackets")
        }
        if rest.isEmpty { return (host, nil) }
        guard rest.hasPrefix(":") else {
            throw error(
                text, "'\(shortened(String(rest)))' behind ']' is no port",
                "write an IPv6 address with a port as in [::1]:2404")
        }
        return (host, String(rest.dropFirst()))
    }

    private static func port(_ port: String, _ text: String, _ use: Use) throws(UsageError)
        -> UInt16
    {
        let least: UInt16 = use == .listen ? 0 : 1
        let isNumber = !port.isEmpty && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isNumber, let number = UInt16(port), number >= least { return number }
        let problem = port.isEmpty ? "the port is missing" : "'\(shortened(port))' is no port"
        throw error(
            text, problem,
            "write a port from \(least) to 65535 behind the ':', or HOST alone for "
                + "port \(defaultPort)")
    }

    // MARK: The host

    private static func check(_ host: String, _ text: String, _ use: Use) throws(UsageError) {
        if host.contains(":") {
            guard !IPv6Text.isAddress(host) else { return }
            throw error(
                text, "this is neither HOST:PORT nor an IPv6 address",
                example + ", or [::1]:2404 for IPv6")
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if labels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) {
            try checkNumbers(labels, text, use)
            return
        }
        if host.contains("/") {
            throw error(text, "'/' belongs to no host", example)
        }
        let isName = host.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isName else {
            throw error(
                text, "a name of a host has letters, digits, '-', '_' and '.' only",
                "write the name that the system knows, or the address in numbers")
        }
        // A dot at the end is that of a full name.
        let inner = labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        guard host.utf8.count <= 253,
            inner.allSatisfy({ (1...63).contains($0.utf8.count) && !$0.hasPrefix("-") }),
            !inner.isEmpty
        else {
            throw error(
                text, "this is no name of a host",
                "its parts between dots have 1 to 63 letters and do not begin with '-'")
        }
    }

    /// Only digits and dots: an IPv4 address, or a mistake.
    private static func checkNumbers(
        _ parts: [Substring], _ text: String, _ use: Use
    ) throws(UsageError) {
        guard parts.count == 4 else {
            if parts.count == 1 {
                let colon = use == .listen ? ":\(parts[0])" : "HOST:\(parts[0])"
                throw error(text, "a number alone is no host", "write \(colon) if it is the port")
            }
            throw error(text, "an IPv4 address has four numbers", "write it as in 192.168.1.10")
        }
        for part in parts {
            guard let number = Int(part), number <= 255 else {
                throw error(
                    text, "\(shortened(String(part))) in an IPv4 address is more than 255",
                    "write four numbers from 0 to 255")
            }
            guard part == "0" || !part.hasPrefix("0") else {
                throw error(
                    text, "'\(part)' has a leading 0, which some systems read as octal",
                    "write \(number)")
            }
        }
    }
}

/// IPv6 addresses as text (RFC 4291, 2.2), with a zone behind `%` (RFC 4007, 11).
enum IPv6Text {
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "%", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, !isZone(parts[1]) { return false }
        guard let address = parts.first, address.utf8.count <= 45 else { return false }
        let halves = address.components(separatedBy: "::")
        switch halves.count {
        case 1: return count(halves[0], mayEndInIPv4: true) == 8
        case 2:
            guard let first = halves[0].isEmpty ? 0 : count(halves[0], mayEndInIPv4: false),
                let second = halves[1].isEmpty ? 0 : count(halves[1], mayEndInIPv4: true)
            else { return false }
            return first + second <= 7
        default: return false
        }
    }

    /// The name or the number of an interface.
    private static func isZone(_ text: Substring) -> Bool {
        (1...15).contains(text.utf8.count)
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    }

    /// How many groups of 16 bits `text` has; `nil` when one is none.
    private static func count(_ text: Substring, mayEndInIPv4: Bool) -> Int? {
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        var count = 0
        for (index, group) in groups.enumerated() {
            if mayEndInIPv4, index == groups.count - 1, group.contains(".") {
                guard isIPv4(group) else { return nil }
                count += 2
            } else {
                guard (1...4).contains(group.utf8.count), UInt16(group, radix: 16) != nil,
                    !group.hasPrefix("+")
                else { return nil }
                count += 1
            }
        }
        return count
    }

    private static func isIPv4(_ text: Substring) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count)
                    && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                    && UInt8(part) != nil && (part == "0" || !part.hasPrefix("0"))
            }
    }
}

extension Substring {
    /// The parts between occurrences of `separator`.
    fileprivate func components(separatedBy separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
