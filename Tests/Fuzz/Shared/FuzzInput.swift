/// The input of a fuzz target: four octets that say how the rest is used, and the rest.
///
/// Octets 0 and 1 choose options; octets 2 and 3 are the sizes of portions, in turn.
struct FuzzInput {
    let options: UInt16
    let portions: (UInt8, UInt8)
    let octets: [UInt8]

    /// `nil` when the input is too short to say anything.
    init?(_ start: UnsafePointer<UInt8>, _ count: Int) {
        guard count >= 4 else { return nil }
        // The fuzzer owns the memory during the call; it is copied at once.
        let input = unsafe UnsafeBufferPointer(start: start, count: count)
        options = unsafe UInt16(input[0]) | UInt16(input[1]) << 8
        portions = unsafe (input[2], input[3])
        octets = unsafe Array(input[4...])
    }

    /// Some bits of the options as a number.
    func option(_ first: UInt16, bits: UInt16) -> Int {
        Int(options >> first & (1 << bits &- 1))
    }

    /// Hands out the octets in portions of the two sizes in turn, empty ones included; all at once
    /// when both sizes are 0.
    func inPortions(_ body: (Span<UInt8>) -> Void) {
        guard portions != (0, 0) else { return body(octets.span) }
        var first = 0
        var isOdd = false
        repeat {
            let size = Int(isOdd ? portions.1 : portions.0)
            let last = min(first + size, octets.count)
            body(octets.span.extracting(first..<last))
            first = last
            isOdd.toggle()
        } while first < octets.count
    }
}

/// Ends the run when a property does not hold, and says which.
@inline(__always)
func require(_ holds: Bool, _ property: @autoclosure () -> String) {
    guard holds else { fatalError("property violated: \(property())") }
}

/// Octets for a message.
func hex(_ octets: [UInt8]) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}
