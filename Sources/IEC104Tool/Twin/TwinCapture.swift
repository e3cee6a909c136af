import IEC104
import IEC104Inspect

/// The outstations of a capture.
struct TwinCapture: InspectionSink {
    private(set) var twins: [Endpoint: Twin] = [:]
    /// ASDUs of outstations that can and that cannot be read with the sizes of the fields.
    private(set) var readable = 0
    private(set) var unreadable = 0
    private let isTrial: Bool

    /// Most outstations of a capture.
    static let mostTwins = 10_000

    private init(isTrial: Bool) { self.isTrial = isTrial }

    mutating func receive(_ record: borrowing APDURecord) {
        guard case .information = record.reading.control, let from = record.from,
            let to = record.to
        else { return }
        if record.reading.isUnreadable || !record.reading.problems.isEmpty {
            unreadable += 1
        } else {
            readable += 1
        }
        guard !isTrial, let direction = record.direction else { return }
        let endpoint = direction == .monitor ? from : to
        if twins[endpoint] == nil {
            guard twins.count < Self.mostTwins else { return }
            twins[endpoint] = Twin(endpoint)
        }
        twins[endpoint]?.receive(record)
    }

    mutating func receive(_ event: ConnectionEvent) {}
    mutating func receive(_ notice: Notice) {}

    // MARK: Reading a file

    /// Reads a capture.
    ///
    /// - Parameter profile: the sizes of the fields; `nil`: those with which most of the first
    ///   ASDUs can be read.
    static func read(
        _ path: String, _ profile: Profile?
    ) throws(FileError) -> (capture: TwinCapture, profile: Profile) {
        var sizes = profile ?? .standard
        if profile == nil { sizes = try guess(path) }
        return (try read(path, sizes, limit: .max, isTrial: false), sizes)
    }

    /// Octets of a capture that are enough to find out the sizes.
    private static let trial = 8 << 20

    private static func guess(_ path: String) throws(FileError) -> Profile {
        var best: (profile: Profile, unreadable: Int) = (.standard, .max)
        for sizes in [
            (2, 2, 3), (2, 2, 2), (1, 2, 3), (1, 1, 2), (1, 2, 2), (2, 1, 2), (2, 1, 3), (1, 1, 3),
            (1, 1, 1), (2, 2, 1), (1, 2, 1), (2, 1, 1),
        ] {
            let candidate = try? Profile(
                causeSize: sizes.0, commonAddressSize: sizes.1, objectAddressSize: sizes.2)
            guard let candidate, path != "-" || sizes == (2, 2, 3) else { continue }
            let capture = try read(path, candidate, limit: trial, isTrial: true)
            if capture.unreadable < best.unreadable { best = (candidate, capture.unreadable) }
            if best.unreadable * 10 <= capture.readable { break }
        }
        return best.profile
    }

    private static func read(
        _ path: String, _ profile: Profile, limit: Int, isTrial: Bool
    ) throws(FileError) -> TwinCapture {
        let file = try InputFile(path)
        var inspector = Inspector(sink: TwinCapture(isTrial: isTrial), profile: profile)
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        var total = 0
        while total < limit {
            let count = try file.read(into: &buffer)
            guard count > 0 else { break }
            total += count
            inspector.consume(buffer.span.extracting(0..<count))
        }
        inspector.finish()
        return inspector.sink
    }

    // MARK: Choosing

    /// The outstation at `host` (`10.0.0.1` or `10.0.0.1:2404`), or the only one.
    func twin(at host: String?) throws(Words) -> Twin {
        let all = twins.values.filter { !$0.points.isEmpty || !$0.commands.isEmpty }
            .sorted { $0.endpoint.description < $1.endpoint.description }
        let found = all.filter { twin in
            host.map { twin.endpoint.addressDescription == $0 || twin.endpoint.description == $0 }
                ?? true
        }
        if found.count == 1 { return found[0] }
        let listed = (found.isEmpty ? all : found).prefix(20)
            .map { "\($0.endpoint) (\($0.points.count))" }.joined(separator: ", ")
        guard !all.isEmpty else {
            throw Words(
                "there are no values of an outstation in it: does 'iec104 decode' show any, and "
                    + "are the sizes of the fields others?",
                "其中没有子站的数据:请用'iec104 decode'查看,并检查各字段长度")
        }
        guard found.isEmpty else {
            throw Words(
                "there are several outstations in it, choose one with --rtu HOST: \(listed)",
                "其中有多个子站,请用--rtu选择:\(listed)")
        }
        throw Words(
            "there is no outstation '\(shortened(host ?? ""))' in it; there are: \(listed)",
            "其中没有子站'\(shortened(host ?? ""))';有:\(listed)")
    }
}
