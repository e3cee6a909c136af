/// What stations, addresses and arrows of a line say of the direction.
struct RouteReader {
    private var isMaster: Bool?
    private var stationEnd = -1
    private var addressEnd = -1
    /// The arrow between two names points right.
    private var arrowIsRight: Bool?
    private var portIsBeforeArrow: Bool?
    /// What the ports of two addresses say; a direction mark of the line goes before it.
    private(set) var direction: Direction?

    var hasArrow: Bool { arrowIsRight != nil }

    /// Takes a station's name; a direction if two of them stand at an arrow.
    mutating func takeStation(isMaster: Bool, end: Int) -> Direction? {
        defer {
            self.isMaster = isMaster
            stationEnd = end
            arrowIsRight = nil
        }
        guard let first = self.isMaster, first != isMaster, let isRight = arrowIsRight else {
            return nil
        }
        return first == isRight ? .control : .monitor
    }

    /// The station whose name ends at `index`, if there is one: it is a master or not.
    func transferringStation(at index: Int) -> Bool? {
        stationEnd == index && index > 0 ? isMaster : nil
    }

    mutating func takeArrow(isRight: Bool) {
        arrowIsRight = isRight
        resolve()
    }

    /// Takes a number of an address such as `192.168.1.10` or `:2404`.
    mutating func takeNumber(_ text: Span<UInt8>, _ range: Range<Int>) {
        addressEnd = range.upperBound
        let before = text.octet(range.lowerBound - 1)
        guard before == 0x3A || before == 0x2E, text.packedWord(range) == 0x3234_3034 else {
            return
        }
        portIsBeforeArrow = arrowIsRight == nil
        resolve()
    }

    func isAfterAddress(at index: Int) -> Bool { addressEnd == index && index > 0 }

    /// Port 2404 is the controlled station's.
    private mutating func resolve() {
        guard let isRight = arrowIsRight, let isBefore = portIsBeforeArrow else { return }
        direction = isRight == isBefore ? .monitor : .control
    }
}
