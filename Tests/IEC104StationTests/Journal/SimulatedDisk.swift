import IEC104Station
import IEC104TestKit

/// A disk that loses and tears what was not synced, in any order, that fills up and fails, and that
/// stops at an operation of choice.
final class SimulatedDisk: JournalDisk {
    private struct File {
        /// What a loss of power leaves.
        var safe: [UInt8] = []
        /// What was written since, and where.
        var writes: [(place: Int, octets: [UInt8])] = []
        var all: [UInt8] = []
    }

    private enum Change {
        case create(String, Int)
        case remove(String)
    }

    private var files: [Int: File] = [:]
    private var names: [String: Int] = [:]
    private var safeNames: [String: Int] = [:]
    private var changes: [Change] = []
    private var current: Int?
    private var next = 0
    private(set) var operations = 0
    /// The operation at which it stops; what was asked of it is done in part.
    var stop: Int?
    private(set) var isStopped = false
    /// What fails, and with which number.
    var faults: [JournalFault.Operation: Int32] = [:]
    /// The most octets in all files.
    var capacity = Int.max
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    var octets: Int { names.values.reduce(0) { $0 + (files[$1]?.all.count ?? 0) } }

    /// Another disk with the files of this one.
    init(_ contents: [String: [UInt8]], seed: UInt64 = 0) {
        random = SeededRandom(seed: seed)
        for (name, octets) in contents {
            files[next] = File(safe: octets, all: octets)
            names[name] = next
            next += 1
        }
        safeNames = names
    }

    var contents: [String: [UInt8]] { names.compactMapValues { files[$0]?.all } }

    /// What is left when the power fails: of what was not synced, any part.
    func afterPowerLoss() -> SimulatedDisk {
        var left = safeNames
        for change in changes where Bool.random(using: &random) {
            switch change {
            case .create(let name, let file): left[name] = file
            case .remove(let name): left[name] = nil
            }
        }
        let contents = left.compactMapValues { files[$0].map(torn) }
        return SimulatedDisk(contents, seed: random.next())
    }

    private func torn(_ file: File) -> [UInt8] {
        var octets = file.safe
        let mode = Int.random(in: 0..<4, using: &random)
        for (place, written) in file.writes {
            let kept: Int
            switch mode {
            case 0: kept = 0
            case 1: kept = written.count
            default:
                kept =
                    Bool.random(using: &random)
                    ? written.count : Int.random(in: 0...written.count, using: &random)
            }
            guard kept > 0 else { continue }
            if octets.count < place + kept {
                octets += [UInt8](repeating: 0, count: place + kept - octets.count)
            }
            octets.replaceSubrange(place..<place + kept, with: written.prefix(kept))
        }
        return octets
    }

    /// Counts an operation; whether it is the last one, which is done in part.
    private func operate(
        _ operation: JournalFault.Operation, _ name: String = ""
    ) throws(JournalFault) {
        operations += 1
        if let stop, operations >= stop { isStopped = true }
        guard !isStopped else { throw JournalFault(operation, name, number: 0) }
        if let number = faults[operation] { throw JournalFault(operation, name, number: number) }
    }

    func open() throws(JournalFault) { try operate(.open) }

    func list() throws(JournalFault) -> [String] {
        try operate(.list)
        return names.keys.sorted() + ["lock"]
    }

    func read(_ name: String) throws(JournalFault) -> [UInt8] {
        try operate(.read, name)
        guard let file = names[name] else { throw JournalFault(.read, name, number: 2) }
        return files[file]?.all ?? []
    }

    func create(_ name: String) throws(JournalFault) {
        try operate(.create, name)
        guard names[name] == nil else { throw JournalFault(.create, name, number: 17) }
        files[next] = File()
        names[name] = next
        changes.append(.create(name, next))
        current = next
        next += 1
    }

    func append(_ octets: [UInt8]) throws(JournalFault) {
        var written = octets
        var fault: JournalFault?
        do throws(JournalFault) { try operate(.write) } catch {
            written = Array(octets.prefix(Int.random(in: 0...octets.count, using: &random)))
            fault = error
        }
        if fault == nil, self.octets + octets.count > capacity {
            written = Array(octets.prefix(max(capacity - self.octets, 0)))
            fault = JournalFault(.write, number: 28)
        }
        if let current, let place = files[current]?.all.count {
            files[current]?.all += written
            files[current]?.writes.append((place, written))
        }
        if let fault { throw fault }
    }

    func sync() throws(JournalFault) {
        try operate(.sync)
        guard let current, let all = files[current]?.all else { return }
        files[current]?.safe = all
        files[current]?.writes = []
    }

    func syncDirectory() throws(JournalFault) {
        try operate(.sync)
        safeNames = names
        changes = []
    }

    func remove(_ name: String) throws(JournalFault) {
        try operate(.remove, name)
        names[name] = nil
        changes.append(.remove(name))
    }

    func close() { current = nil }
}
