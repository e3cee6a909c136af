/// The bound on the events of all groups together.
extension OutstationEngine {
    /// Gives up events when there are too many, and says when to look again.
    @inline(never)
    mutating func keepBudget() {
        var count = 0
        for group in groups.indices { count &+= groups[group].buffer.count }
        if count >= limits.events {
            // Some more than must be, so that not every event has to look.
            count -= giveUp(count - limits.events + limits.events / 16 + 1)
        }
        budgetCheck = sequence &+ UInt64(max(1, (limits.events - count) / max(1, groups.count)))
    }

    /// The groups of the configuration come last.
    private mutating func giveUp(_ excess: Int) -> Int {
        var given = 0
        for isConfigured in [false, true] where given < excess {
            given += giveUp(
                excess - given, groups.indices.filter { groups[$0].isConfigured == isConfigured })
        }
        return given
    }

    /// Takes the biggest down to one level.
    private mutating func giveUp(_ excess: Int, _ members: [Int]) -> Int {
        var waiting: [(group: Int, count: Int)] = []
        for group in members { waiting.append((group, groups[group].buffer.waitingCount)) }
        waiting.sort { $0.count > $1.count }
        var level = waiting.first?.count ?? 0
        var found = 0
        for number in waiting.indices where found < excess {
            let next = number + 1 < waiting.count ? waiting[number + 1].count : 0
            let step = min(level - next, (excess - found + number) / (number + 1))
            level -= step
            found += step * (number + 1)
        }
        var given = 0
        for (group, count) in waiting where count > level {
            let lost = groups[group].buffer.giveUp(count - level)
            given += lost
            statistics.eventsOverBudget &+= UInt64(lost)
            countLost(lost, group)
        }
        return given
    }
}
