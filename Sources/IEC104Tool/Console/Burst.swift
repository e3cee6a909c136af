import IEC104

/// Changes of states, one after the other through all of them, spread over a time: a storm of
/// events. Confined to the thread of the loop.
final class Burst {
    private let outstation: Outstation
    private let directory: PointDirectory
    private var points: [PointID]?
    private var timer: LoopTimer?
    private var next = 0
    private var done = 0
    private var total = 0
    private var start: Int64 = 0
    private var length: Int64 = 0

    private static let step: Int64 = 10_000_000

    init(_ outstation: Outstation, _ directory: PointDirectory) {
        self.outstation = outstation
        self.directory = directory
    }

    /// Begins; one that is under way is added to.
    ///
    /// - Throws: when there are no points of two states.
    func start(_ events: Int, milliseconds: Int) throws(Words) {
        let points =
            points
            ?? directory.points.filter { point in
                outstation.assumeIsolated { outstation in
                    outstation.update { $0.value(of: point)?.information.otherState != nil }
                }
            }
        self.points = points
        guard !points.isEmpty else {
            throw Words("there are no points of two states", "没有双态点")
        }
        total = total - done + events
        done = 0
        start = outstation.loop.now
        length = Int64(milliseconds) * 1_000_000
        advance()
    }

    private func advance() {
        let elapsed = outstation.loop.now &- start
        let due =
            elapsed >= length
            ? total : Int((Double(total) * Double(elapsed) / Double(length)).rounded(.up))
        if let points, due > done {
            let (first, count) = (next, due - done)
            outstation.assumeIsolated { outstation in
                outstation.update { access in
                    for index in first..<(first + count) {
                        let point = points[index % points.count]
                        guard let other = access.value(of: point)?.information.otherState else {
                            continue
                        }
                        access.set(point, other, event: .force)
                    }
                }
            }
            next = (first + count) % points.count
            done = due
        }
        guard done < total else { return }
        let timer = timer ?? outstation.loop.makeTimer { [weak self] in self?.advance() }
        self.timer = timer
        timer.deadline = outstation.loop.now &+ Self.step
    }
}
