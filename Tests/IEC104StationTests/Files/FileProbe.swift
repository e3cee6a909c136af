import IEC104Codec
import IEC104Session
import IEC104Station
import IEC104TestKit

/// An outstation with files, asked octet by octet. ASDUs are written as type and what stands behind
/// the object address: `7a 0700 00 01`. Cause 13, originator 5, station 1, object 30000.
final class FileProbe {
    let probe: OutstationProbe
    var store = MemoryStore()
    var reports: [FileReport] = []

    init(
        _ files: [UInt16: [UInt8]] = [:], sectionLength: Int = 32_768, servesFiles: Bool = true,
        _ change: (inout OutstationSettings) -> Void = { _ in }
    ) throws {
        var table = PointTable()
        try table.add(1001, true)
        try table.add(1001, station: 2, true)
        var settings = OutstationSettings()
        settings.servesFiles = servesFiles
        settings.files.sectionLength = sectionLength
        change(&settings)
        probe = OutstationProbe(table, settings)
        store.files = files
        serve()
    }

    /// Sends `text`; what comes back, in the same notation. Causes are told when they are not 13.
    func ask(
        _ text: String, cause: UInt8 = 13, station: UInt8 = 1, object: UInt32 = 30_000,
        on link: LinkID? = nil
    ) -> [String] {
        let body = [UInt8](hex: text) ?? []
        let address = [UInt8(object & 0xFF), UInt8(object >> 8 & 0xFF), UInt8(object >> 16 & 0xFF)]
        let asdu = [body[0], 1, cause, 5, station, 0] + address + body.dropFirst()
        probe.receive(asdu, on: link)
        return answers(on: link)
    }

    /// All that is sent, the store being asked in between.
    func answers(on link: LinkID? = nil) -> [String] {
        var all: [String] = []
        serve()
        while let (octets, ticket) = probe.next(on: link) {
            probe.engine.confirmed(link ?? probe.last, through: ticket)
            all.append(Self.text(octets))
            serve()
        }
        return all
    }

    /// Answers what the store was asked.
    func serve() {
        while let request = probe.nextRequest() {
            switch request {
            case .file(let request):
                if let answer = store.answer(request) {
                    probe.engine.answer(file: request.transfer, answer, at: probe.now)
                }
            case .fileEnded(let report): reports.append(report)
            default: break
            }
        }
    }

    /// How the last thing with a file ended, such as `fetch 7 done`.
    var lastReport: String? {
        reports.last.map { "\($0.operation) \($0.file.number) \($0.failure?.name ?? "done")" }
    }

    static func text(_ asdu: [UInt8]) -> String {
        var text = hex(asdu.prefix(1))
        if asdu[2] != 13 { text += "/\(asdu[2] & 0x3F)" + (asdu[2] & 0x40 != 0 ? "-" : "") }
        if asdu[3] != 5 { text += " originator \(asdu[3])" }
        let body = Array(asdu.dropFirst(9))
        if asdu[0] == 126 { return text + " \(asdu[1]): " + hex(body) }
        if asdu[0] == 127 { return text + " " + hex(body) }
        // NOF together, the rest octet by octet.
        return text + " " + hex(body.prefix(2)).filter { $0 != " " }
            + body.dropFirst(2).map { " " + hex([$0]) }.joined()
    }

    static func hex(_ octets: some Sequence<UInt8>) -> String {
        octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined(separator: " ")
    }
}
