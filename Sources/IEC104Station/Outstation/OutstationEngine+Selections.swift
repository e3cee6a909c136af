internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// The selection of a command that a request finds, if its time is not over. A test is nothing
    /// to a request that is none.
    func selection(_ number: Int, for request: Request, at now: Moment) -> Reservation? {
        let place = Int(commandStates[number].selection)
        guard place >= 0, place < selections.count, selections[place].deadline > now.instant,
            !selections[place].isTest || request.header.cause.isTest
        else { return nil }
        return selections[place]
    }

    /// Ends the selection of a command, if there is one.
    mutating func endSelection(of number: Int) {
        let place = Int(commandStates[number].selection)
        guard place >= 0, place < selections.count else { return }
        commandStates[number].selection = -1
        let last = selections.removeLast()
        if place < selections.count {
            selections[place] = last
            commandStates[last.command].selection = Int32(truncatingIfNeeded: place)
        }
        if selections.isEmpty { selectionDeadline = .never }
    }

    /// Ends the selections whose time is over; nothing is sent.
    mutating func endSelections(at now: Moment) {
        statistics.selectionsExpired &+= UInt64(
            endSelections { $0.deadline <= now.instant })
    }

    /// Ends the selections of a link.
    mutating func endSelections(of link: LinkID) {
        _ = endSelections { $0.link == link }
    }

    /// Ends the selections of stations.
    mutating func endSelections(of stations: ClosedRange<CommonAddress>) {
        let commands = image.commands
        _ = endSelections { stations.contains(commands[$0.command].station) }
    }

    private mutating func endSelections(_ isOver: (Reservation) -> Bool) -> Int {
        let over = selections.filter(isOver)
        for selection in over {
            endSelection(of: selection.command)
            recordEnd(of: selection)
            if !selection.isTest {
                notify(.selectionEnded(commandID(selection.command), selection.link))
            }
        }
        selectionDeadline = selections.map(\.deadline).min() ?? .never
        return over.count
    }
}
