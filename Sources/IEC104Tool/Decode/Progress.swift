/// A line on the terminal that tells how far a long input is read.
struct Progress {
    private let size: Int?
    private let isShown: Bool
    private var shown = 0
    private static let step = 8 * 1024 * 1024

    /// - Parameter size: octets of the input; `nil` when that is not known.
    init(size: Int?) {
        self.size = size
        // On a terminal that shows the output too, the line would stand in its way.
        isShown =
            Standard.error.isTerminal && !Standard.output.isTerminal && (size ?? .max) > Self.step
    }

    mutating func show(_ octets: Int) {
        guard isShown, octets - shown >= Self.step else { return }
        shown = octets
        let megabytes = octets / 1_000_000
        let part = size.map { ", \(min(octets * 100 / max($0, 1), 100)) %" } ?? ""
        Standard.error.write("\r\(megabytes) MB\(part) ")
    }

    func clear() {
        if isShown, shown > 0 { Standard.error.write("\r                    \r") }
    }
}
