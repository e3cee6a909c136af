import IEC104Codec
import IEC104Station

/// Files of a simulated outstation, at one object of each station.
package struct MemoryStore: Sendable {
    package var object: ObjectAddress = 30_000
    package var files: [UInt16: [UInt8]] = [:]
    package var isReadOnly = false
    /// Octets that a file may have.
    package var room = 0xFF_FFFF
    /// What is asked and not answered.
    package var isSilent = false
    /// What it was asked to do, in a few letters.
    package private(set) var log: [String] = []
    private var reading: [UInt64: [UInt8]] = [:]
    private var writing: [UInt64: (number: UInt16, octets: [UInt8])] = [:]

    package init() {}

    /// How many transfers hold something.
    package var openCount: Int { reading.count + writing.count }

    package mutating func answer(_ request: FileRequest) -> FileAnswer? {
        if isSilent, request.action != .close { return nil }
        let id = request.transfer
        switch request.action {
        case .list(let name):
            guard name.object == 0 || name.object == object else {
                return .refused(.unknownObject)
            }
            return .entries(
                files.keys.sorted().map {
                    FileInfo($0, length: files[$0]?.count ?? 0, object: object)
                })
        case .open(let name, let range):
            guard name.object == object else { return .refused(.unknownObject) }
            guard var octets = files[name.number] else { return .refused(.unknownFile) }
            if range != nil { octets = Array(octets.prefix(100)) }
            reading[id] = octets
            return .opened(length: octets.count)
        case .read(let range):
            guard let octets = reading[id], range.upperBound <= octets.count else {
                return .refused(.failed)
            }
            return .octets(Array(octets[range]))
        case .create(let name, let length):
            guard name.object == object else { return .refused(.unknownObject) }
            guard !isReadOnly else { return .refused(.notAllowed) }
            guard length <= room else { return .refused(.noMemory) }
            writing[id] = (name.number, [])
            return .done
        case .write(let offset, let octets):
            guard var file = writing.removeValue(forKey: id), offset <= file.octets.count else {
                return .refused(.failed)
            }
            file.octets.removeLast(file.octets.count - offset)
            file.octets += octets
            writing[id] = file
            return .done
        case .complete:
            guard let file = writing.removeValue(forKey: id) else { return .refused(.failed) }
            files[file.number] = file.octets
            log.append("wrote \(file.number)")
            return .done
        case .delete(let name):
            guard name.object == object else { return .refused(.unknownObject) }
            guard !isReadOnly else { return .refused(.notAllowed) }
            guard files.removeValue(forKey: name.number) != nil else {
                return .refused(.unknownFile)
            }
            return .done
        case .close:
            reading[id] = nil
            writing[id] = nil
            return nil
        }
    }
}
