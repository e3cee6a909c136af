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
                throw Self.error(text, Words("the host is missing", "缺少主机"), Self.example)
            }
            return
        }
        try Self.check(host, text, use)
    }

    private static let example = Words(
        "write HOST:PORT, such as 192.168.1.10:2404", "请写 HOST:PORT, 如 192.168.1.10:2404")

    private static func error(_ text: String, _ problem: Words, _ remedy: Words) -> UsageError {
        UsageError(
            "'\(shortened(text))'",
            Words(
                "\(problem.english); \(remedy.english)", "\(problem.chinese); \(remedy.chinese)"))
    }

    // MARK: Host and port apart

    private static func parts(
        _ text: String
    ) throws(UsageError) -> (host: String, port: String?) {
        if text.contains("://") {
            throw error(
                text, Words("this is a URL", "这是URL"),
                Words(
                    "leave out what stands before and with '//': " + example.english,
                    "请去掉 '//' 及其之前的部分: " + example.chinese))
        }
        if text.unicodeScalars.contains(where: { (0xFF01...0xFF5E).contains($0.value) || $0 == "。" }
        ) {
            throw error(
                text, Words("it has full-width characters", "含有全角字符"),
                Words("type it with plain ':' '.' and digits", "请用半角的 ':' '.' 和数字"))
        }
        if text.contains(where: { $0.isWhitespace || $0.isNewline }) {
            throw error(text, Words("it has a space", "含有空格"), example)
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
            throw error(
                text, Words("']' is missing", "缺少 ']'"),
                Words("write an IPv6 address as in [::1]:2404", "请写 [::1]:2404 这样的IPv6地址"))
        }
        let host = String(text[text.index(after: text.startIndex)..<end])
        let rest = text[text.index(after: end)...]
        guard IPv6Text.isAddress(host) else {
            throw error(
                text,
                Words(
                    "'\(shortened(host))' in brackets is no IPv6 address",
                    "方括号中的 '\(shortened(host))' 不是IPv6地址"),
                Words(
                    "write [::1]:2404, and names and IPv4 addresses without brackets",
                    "请写 [::1]:2404, 主机名和IPv4地址不加方括号"))
        }
        if rest.isEmpty { return (host, nil) }
        guard rest.hasPrefix(":") else {
            let rest = shortened(String(rest))
            throw error(
                text, Words("'\(rest)' behind ']' is no port", "']' 之后的 '\(rest)' 不是端口"),
                Words(
                    "write an IPv6 address with a port as in [::1]:2404",
                    "请写 [::1]:2404 这样带端口的IPv6地址"))
        }
        return (host, String(rest.dropFirst()))
    }

    private static func port(_ port: String, _ text: String, _ use: Use) throws(UsageError)
        -> UInt16
    {
        let least: UInt16 = use == .listen ? 0 : 1
        let isNumber = !port.isEmpty && port.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isNumber, let number = UInt16(port), number >= least { return number }
        let problem =
            port.isEmpty
            ? Words("the port is missing", "缺少端口")
            : Words("'\(shortened(port))' is no port", "'\(shortened(port))' 不是端口")
        throw error(
            text, problem,
            Words(
                "write a port from \(least) to 65535 behind the ':', or HOST alone for "
                    + "port \(defaultPort)",
                "请在 ':' 之后写 \(least) 至 65535 的端口, 或只写 HOST (端口\(defaultPort))"))
    }

    // MARK: The host

    private static func check(_ host: String, _ text: String, _ use: Use) throws(UsageError) {
        if host.contains(":") {
            guard !IPv6Text.isAddress(host) else { return }
            throw error(
                text,
                Words("this is neither HOST:PORT nor an IPv6 address", "既不是 HOST:PORT, 也不是IPv6地址"),
                Words(
                    example.english + ", or [::1]:2404 for IPv6",
                    example.chinese + ", IPv6如 [::1]:2404"))
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        if labels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) {
            try checkNumbers(labels, text, use)
            return
        }
        if host.contains("/") {
            throw error(text, Words("'/' belongs to no host", "主机名中不能有 '/'"), example)
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
                text,
                Words(
                    "a name of a host has letters, digits, '-', '_' and '.' only",
                    "主机名只含字母、数字、'-'、'_' 和 '.'"),
                Words(
                    "write the name that the system knows, or the address in numbers",
                    "请写系统认识的主机名或IP地址"))
        }
        // A dot at the end is that of a full name.
        let inner = labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        guard host.utf8.count <= 253,
            inner.allSatisfy({ (1...63).contains($0.utf8.count) && !$0.hasPrefix("-") }),
            !inner.isEmpty
        else {
            throw error(
                text, Words("this is no name of a host", "不是主机名"),
                Words(
                    "its parts between dots have 1 to 63 letters and do not begin with '-'",
                    "各段为1至63个字符, 不以 '-' 开头"))
        }
    }

    /// Only digits and dots: an IPv4 address, or a mistake.
    private static func checkNumbers(
        _ parts: [Substring], _ text: String, _ use: Use
    ) throws(UsageError) {
        guard parts.count == 4 else {
            if parts.count == 1 {
                let colon = use == .listen ? ":\(parts[0])" : "HOST:\(parts[0])"
                throw error(
                    text, Words("a number alone is no host", "单独的数字不是主机"),
                    Words("write \(colon) if it is the port", "如为端口请写 \(colon)"))
            }
            throw error(
                text, Words("an IPv4 address has four numbers", "IPv4地址有四个数"),
                Words("write it as in 192.168.1.10", "请写作 192.168.1.10"))
        }
        for part in parts {
            guard let number = Int(part), number <= 255 else {
                let part = shortened(String(part))
                throw error(
                    text,
                    Words(
                        "\(part) in an IPv4 address is more than 255",
                        "IPv4地址中的 \(part) 大于255"),
                    Words("write four numbers from 0 to 255", "请写0至255的四个数"))
            }
            guard part == "0" || !part.hasPrefix("0") else {
                throw error(
                    text,
                    Words(
                        "'\(part)' has a leading 0, which some systems read as octal",
                        "'\(part)' 以0开头, 有的系统会当作八进制"),
                    Words("write \(number)", "请写 \(number)"))
            }
        }
    }
}
