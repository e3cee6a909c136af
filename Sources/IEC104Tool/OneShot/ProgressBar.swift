/// A line on the terminal that tells how far a file is transferred.
///
/// Sendable, as it is used on the thread of the loop only.
final class ProgressBar: @unchecked Sendable {
    private let name: String
    private let length: Int?
    private var isShown = false
    private var last = ContinuousClock.now - .seconds(1)

    static var isPossible: Bool { Standard.error.isTerminal }

    init(_ name: String, length: Int?) {
        self.name = name
        self.length = length
    }

    func show(_ octets: Int) {
        guard Self.isPossible, ContinuousClock.now - last > .milliseconds(100) else { return }
        last = .now
        isShown = true
        var text = "\r\(name): \(octets / 1000) kB "
        if let length, length > 0 {
            let done = min(octets * 30 / length, 30)
            text += "[" + String(repeating: "#", count: done)
            text +=
                String(repeating: " ", count: 30 - done) + "] \(min(octets * 100 / length, 100)) % "
        }
        Standard.error.write(text)
    }

    func clear() {
        if isShown { Standard.error.eraseLine() }
        isShown = false
    }
}
