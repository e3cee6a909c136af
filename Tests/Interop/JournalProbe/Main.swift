// Two programs for Tests/Interop/journal.py, which kills the first one again and again:
//
//     JournalProbe station DIR PORT SYNC SEED
//     JournalProbe master PORT
//
// The station has a journal, and makes events as fast as it can, each with the next number; it goes
// on with the number that its journal gives back. The master checks the numbers that arrive.
import Glibc
import IEC104

@main
enum Main {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "station" where arguments.count == 5:
            try await StationPart(
                directory: arguments[1], port: UInt16(arguments[2]) ?? 0, sync: arguments[3],
                seed: UInt64(arguments[4]) ?? 0
            ).run()
        case "master" where arguments.count == 2:
            try await MasterPart(port: UInt16(arguments[1]) ?? 0).run()
        default: print("JournalProbe station DIR PORT SYNC SEED | master PORT")
        }
    }
}

/// Writes to standard output at once.
func writeLine(_ text: String) {
    let octets = Array((text + "\n").utf8)
    // A system call needs the address; it reads as many octets as there are.
    _ = unsafe octets.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress, $0.count) }
}
