import IEC104
import IEC104Inspect

/// A full-screen view without its screen: what there is to see, and what the user has chosen. A
/// value: a key gives the next state.
struct LiveModel {
    enum Page: Int, CaseIterable {
        case outstations, points, events
    }

    /// What is typed at the moment.
    enum Entry {
        case search, filter
    }

    var data = LiveData()
    var language = Language.english
    /// What is shown while the view is paused.
    private(set) var frozen: LiveData?
    private(set) var page = Page.outstations
    private(set) var showsHelp = false
    private(set) var showsDetails = false
    /// How many lines of the help or of the details are above the screen.
    private(set) var offset = 0
    private(set) var entry: Entry?
    /// What was typed so far.
    private(set) var typed = ""
    private(set) var search = ""
    private(set) var filter = ""
    /// The chosen row and the column that rows are sorted by, of each page.
    private var cursors = [0, 0, 0]
    private var sorting = [0, 0, 0]
    private var isReversed = [false, false, true]
    /// How many rows a page of the screen has; the screen says it.
    var pageHeight = 10

    static let longestText = 100

    var shown: LiveData { frozen ?? data }
    var isPaused: Bool { frozen != nil }
    /// The chosen row, from 0 on.
    var cursor: Int { cursor(of: rowCount) }
    /// The chosen one of so many rows.
    func cursor(of count: Int) -> Int { min(cursors[page.rawValue], max(count - 1, 0)) }
    var sortColumn: Int { sorting[page.rawValue] }
    var sortsDown: Bool { isReversed[page.rawValue] }

    /// Puts what is shown in order, before a key or a drawing needs it.
    mutating func arrange() {
        data.arrange()
        frozen?.arrange()
    }

    // MARK: Keys

    /// Takes a key; `false`: the user wants to leave.
    mutating func press(_ key: LineEditor.Key) -> Bool {
        if entry != nil {
            type(key)
            return true
        }
        if showsHelp || showsDetails, scroll(key) { return true }
        if showsHelp {
            showsHelp = false
            offset = 0
            return true
        }
        switch key {
        case .up: move(-1)
        case .down: move(1)
        case .pageUp: move(-pageHeight)
        case .pageDown: move(pageHeight)
        case .home: place(0)
        case .end: place(Int.max)
        case .left: turn(-1)
        case .right, .complete: turn(1)
        case .enter:
            showsDetails.toggle()
            offset = 0
        case .character(let character): return press(character)
        default: break
        }
        return true
    }

    /// Takes the key Esc: one step back; it does not leave.
    mutating func escape() {
        if entry != nil {
            entry = nil
        } else if showsHelp || showsDetails {
            (showsHelp, showsDetails, offset) = (false, false, 0)
        } else {
            filter = ""
        }
    }

    /// Whether a key has moved what stands on more lines than the screen has.
    private mutating func scroll(_ key: LineEditor.Key) -> Bool {
        switch key {
        case .pageDown, .character(" "): offset = min(offset + max(pageHeight, 1), 60)
        case .pageUp, .character("b"): offset = max(offset - max(pageHeight, 1), 0)
        default: return false
        }
        return true
    }

    private mutating func press(_ character: Character) -> Bool {
        switch character {
        case "q":
            guard showsDetails || !filter.isEmpty else { return false }
            if showsDetails { showsDetails = false } else { filter = "" }
        case "1": page = .outstations
        case "2": page = .points
        case "3": page = .events
        case "j": move(1)
        case "k": move(-1)
        case " ": move(pageHeight)
        case "b": move(-pageHeight)
        case "g": place(0)
        case "G": place(Int.max)
        case "s": sorting[page.rawValue] = (sortColumn + 1) % page.columns.count
        case "r": isReversed[page.rawValue].toggle()
        case "p": frozen = frozen == nil ? data : nil
        case "/": (entry, typed) = (.search, "")
        case "f": (entry, typed) = (.filter, filter)
        case "n": find(1)
        case "N": find(-1)
        case "h", "?":
            showsHelp = true
            offset = 0
        default: break
        }
        return true
    }

    private mutating func type(_ key: LineEditor.Key) {
        switch key {
        case .character(let character):
            if typed.count < Self.longestText { typed.append(character) }
        case .backspace: _ = typed.popLast()
        case .cutToStart: typed = ""
        case .enter:
            if entry == .search {
                search = typed
                entry = nil
                find(1, fromHere: true)
            } else {
                filter = typed
                entry = nil
            }
        default: break
        }
    }

    private mutating func move(_ count: Int) { place(cursor + count) }

    private mutating func place(_ row: Int) {
        cursors[page.rawValue] = min(max(row, 0), max(rowCount - 1, 0))
    }

    private mutating func turn(_ count: Int) {
        let pages = Page.allCases
        page = pages[(page.rawValue + count + pages.count) % pages.count]
    }

    /// Goes to the next row with the text that is searched for, around the end.
    private mutating func find(_ step: Int, fromHere: Bool = false) {
        let rows = rows
        guard !search.isEmpty, !rows.isEmpty else { return }
        let wanted = search.lowercased()
        let start = fromHere ? cursor : cursor + step
        for offset in 0..<rows.count {
            let place = ((start + offset * step) % rows.count + rows.count) % rows.count
            guard text(of: rows[place]).contains(wanted) else { continue }
            cursors[page.rawValue] = place
            return
        }
    }
}
