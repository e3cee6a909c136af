// Connects to an outstation, asks for all its values, sets its clock, and prints what it reports
// for some seconds: PollAnRTU [HOST] [PORT] [SECONDS].
import IEC104

@main
enum PollAnRTU {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst() + []
        let host = arguments.first ?? "127.0.0.1"
        let port = UInt16(arguments.dropFirst().first ?? "2404") ?? 2404
        let seconds = Int(arguments.dropFirst(2).first ?? "10") ?? 10

        let master = try Master(host, port: port)
        try await master.connect()

        // All that is reported from now on, so that no change is missed. The sequence ends when
        // its task is cancelled.
        let updates = await master.updates()
        let image = try await master.interrogate(station: 1)
        for update in image.values {
            print("point \(update.object.address): \(update.object.information)")
        }
        try await master.synchronizeClock(station: 1)

        let printing = Task {
            for await update in updates where update.cause.cause == .spontaneous {
                print("change of \(update.object.address): \(update.object.information)")
            }
        }
        try await Task.sleep(for: .seconds(seconds))
        printing.cancel()
        await master.disconnect()
        print("\(image.values.count) points, disconnected")
    }
}
