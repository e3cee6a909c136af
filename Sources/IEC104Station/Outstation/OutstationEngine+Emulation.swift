// What an emulator does to a station, and no master can.
extension OutstationEngine {
    /// Moves the clocks of the stations by so many milliseconds, as a fault of them would.
    package mutating func moveClock(by milliseconds: Int64) {
        clocks.move(by: milliseconds)
        recordClocks()
    }
}
