/// What is wrong with something read leniently: a list with a bound, so that hostile input cannot
/// make it grow, and a count of all.
public struct Problems: Hashable, Sendable {
    /// The problems kept, in the order in which they were found.
    public private(set) var list: [DecodeError] = []
    /// How many were found, those not kept included.
    public private(set) var count = 0
    private let capacity: Int

    /// An empty list that keeps at most `capacity` problems.
    public init(keeping capacity: Int = 64) { self.capacity = capacity }

    /// The first problem.
    public var first: DecodeError? { list.first }
    /// Whether nothing is wrong.
    public var isEmpty: Bool { count == 0 }
    /// Whether octets could not be read as what they should be.
    public var isStructural: Bool { list.contains { $0.code.isStructural } }

    /// Adds a problem.
    public mutating func append(_ problem: DecodeError) {
        count &+= 1
        if list.count < capacity { list.append(problem) }
    }

    /// Adds the problems of a part as `change` makes them, those not kept counted too.
    public mutating func append(_ part: Problems, _ change: (DecodeError) -> DecodeError) {
        for problem in part.list { append(change(problem)) }
        count &+= part.count &- part.list.count
    }

    /// Forgets all problems and keeps the memory.
    public mutating func removeAll() {
        list.removeAll(keepingCapacity: true)
        count = 0
    }
}
