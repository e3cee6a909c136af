/// What the rows of a TCP stream say of the direction when both sides are dumped in turn, as by
/// "Follow TCP Stream" of Wireshark: each side counts its own offsets, one of them is indented.
struct FollowedStream {
    /// The rows at hand are indented, as those of node 1 are.
    var isIndented = false
    /// Rows of both sides were seen.
    var hasBothSides = false
    private var hasRows = false
    private var ports: [2 of Int?] = [nil, nil]

    /// The direction of the rows at hand, by port 2404 or else as seen from node 0.
    var direction: Direction? {
        if let first = ports[0], let second = ports[1], (first == 2404) != (second == 2404) {
            return (first == 2404) == isIndented ? .control : .monitor
        }
        guard hasBothSides || ports[0] != nil && ports[1] != nil else { return nil }
        return isIndented ? .received : .sent
    }

    /// Takes a line such as `Node 0: 192.0.2.1:49152`, or a rule between two streams.
    mutating func takeHeader(_ text: Span<UInt8>) {
        if text.octet(0) == 0x3D, text.octet(1) == 0x3D, hasRows { self = FollowedStream() }
        guard text.packedWord(0..<4) == 0x6E6F_6465, text.octet(4) == 0x20,
            text.octet(6) == 0x3A, text.octet(5) & 0xFE == 0x30
        else { return }
        let node = Int(text[5] & 1)
        if node == 0 { self = FollowedStream() }
        var end = text.count
        while end > 7, TextOctet.isSpace(text[end - 1]) { end -= 1 }
        var start = end
        while start > 7, TextOctet.isDigit(text[start - 1]) { start -= 1 }
        guard text.octet(start - 1) == 0x3A, start > 7 else { return }
        ports[node] = text.decimal(&start, 1...5)
    }

    /// Notes that rows have come and may be over.
    mutating func endRows() {
        hasRows = true
        isIndented = false
        hasBothSides = false
    }
}
