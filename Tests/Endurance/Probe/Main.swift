// The programs of Tests/Endurance.
//
// For journal.py, which kills the first one again and again:
//
//     EnduranceProbe killed-station DIR PORT SYNC SEED
//     EnduranceProbe killed-master PORT
//
// For soak.py, which watches both for hours:
//
//     EnduranceProbe soak-station DIR GROUPS SEED
//     EnduranceProbe soak-masters DIR GROUPS PORT SEED
//
// For fleet.py, which kills some of the first ones (DIR `-`: without a journal):
//
//     EnduranceProbe fleet-stations FIRST END PORT SEED DIR
//     EnduranceProbe fleet-masters COUNT PORT LOOPS SEED
//
// The stations make events, each with the next number (`NumberedPoints`); the masters check the
// numbers that arrive (`EventAccount`).
import Glibc
import IEC104

@main
enum Main {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch (words.first, words.count) {
        case ("killed-station", 5):
            try await KilledStation(
                directory: words[1], port: UInt16(words[2]) ?? 0, sync: words[3],
                seed: UInt64(words[4]) ?? 0
            ).run()
        case ("killed-master", 2):
            try await KilledStationMaster(port: UInt16(words[1]) ?? 0).run()
        case ("soak-station", 4):
            try await SoakStation(
                directory: words[1], groups: Int(words[2]) ?? 1, seed: UInt64(words[3]) ?? 0
            ).run()
        case ("soak-masters", 5):
            try await SoakMasters(
                directory: words[1], groups: Int(words[2]) ?? 1, port: UInt16(words[3]) ?? 0,
                seed: UInt64(words[4]) ?? 0
            ).run()
        case ("fleet-stations", 6):
            let (first, end) = (Int(words[1]) ?? 0, Int(words[2]) ?? 0)
            try await FleetStations(
                places: first..<max(first, end), port: UInt16(words[3]) ?? 0,
                seed: UInt64(words[4]) ?? 0, directory: words[5] == "-" ? nil : words[5]
            ).run()
        case ("fleet-masters", 5):
            try await FleetMasters(
                count: Int(words[1]) ?? 1, port: UInt16(words[2]) ?? 0, loops: Int(words[3]) ?? 1,
                seed: UInt64(words[4]) ?? 0
            ).run()
        default:
            writeLine(
                "EnduranceProbe killed-station|killed-master|soak-station|soak-masters|"
                    + "fleet-stations|fleet-masters ...")
        }
    }
}

/// Writes to standard output at once.
func writeLine(_ text: String) {
    let octets = Array((text + "\n").utf8)
    // A system call needs the address; it reads as many octets as there are.
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}
