internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// The selection of a command, if its time is not over.
    func selection(_ number: Int, at now: Moment) -> Selection? {
        let place = Int(commandStates[number].selection)
        guard place >= 0, place < selections.count, selections[place].deadline > now.instant
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

    /// Ends the selections of a station.
    mutating func endSelections(of station: CommonAddress) {
        let commands = image.commands
        _ = endSelections { commands[$0.command].station == station }
    }

    private mutating func endSelections(_ isOver: (Selection) -> Bool) -> Int {
        let over = selections.filter(isOver)
        for selection in over {
            endSelection(of: selection.command)
            notify(.selectionEnded(commandID(selection.command), selection.link))
        }
        selectionDeadline = selections.map(\.deadline).min() ?? .never
        return over.count
    }
}
