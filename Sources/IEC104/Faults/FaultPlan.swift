import IEC104Net

/// The faults of one outstation, and how often each has struck. Confined to the thread of its loop;
/// its connections share it.
final class FaultPlan {
    private(set) var faults: [InjectedFault] = []
    private var last = 0
    /// Most faults at a time.
    static let most = 1000

    init(_ faults: [Fault] = []) {
        for fault in faults { add(fault) }
    }

    /// Adds a fault, in the place of one that is over when there are many: its number; `nil` when
    /// there are too many.
    @discardableResult
    func add(_ fault: Fault) -> Int? {
        if faults.count >= Self.most { faults.removeAll(where: \.isOver) }
        guard faults.count < Self.most else { return nil }
        last += 1
        faults.append(InjectedFault(number: last, fault: fault))
        return last
    }

    func remove(_ number: Int) -> Bool {
        let before = faults.count
        faults.removeAll { $0.number == number }
        return faults.count < before
    }

    func removeAll() { faults = [] }

    func contains(_ number: Int) -> Bool { faults.contains { $0.number == number } }

    /// Whether any fault may strike on a connection.
    func concerns(link: Int, peer: SocketAddress) -> Bool {
        faults.contains { !$0.isOver && $0.fault.concerns(link: link, peer: peer) }
    }

    /// The first fault for which `isDue` says so; it has struck once more.
    func strike(_ isDue: (InjectedFault) -> Bool) -> InjectedFault? {
        guard let index = faults.firstIndex(where: { !$0.isOver && isDue($0) }) else { return nil }
        faults[index].strikes &+= 1
        return faults[index]
    }
}
