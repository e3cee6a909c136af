extension [UInt8] {
    /// The octets written in `hex`, two digits each, spaces anywhere between them; `nil` when it is
    /// not that.
    public init?(hex: some StringProtocol) {
        var octets: [UInt8] = []
        for word in hex.split(separator: " ") {
            var rest = word[...]
            while !rest.isEmpty {
                let pair = rest.prefix(2)
                guard pair.utf8.count == 2, let octet = UInt8(pair, radix: 16) else { return nil }
                octets.append(octet)
                rest = rest.dropFirst(2)
            }
        }
        self = octets
    }

    /// The octets in lower case, two digits each, without spaces.
    public var hex: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
