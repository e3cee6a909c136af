import IEC104Codec
import IEC104Station

/// Where the values go that the outstation reports.
extension MasterCore {
    func makeUpdates(limit: Int) -> PointUpdates {
        let buffer = UpdateBuffer(limit: limit)
        buffers.append(WeakBuffer(buffer: buffer))
        return PointUpdates(buffer: buffer)
    }

    func finishUpdates() {
        for buffer in buffers { buffer.buffer?.finish() }
        buffers = []
    }

    /// Hands the objects of an ASDU to all who want them.
    func report(_ header: ASDUHeader, _ asdu: Span<UInt8>) {
        let isAwaited = !buffers.isEmpty || !collections.isEmpty
        guard isAwaited || configuration.reporter != nil else { return }
        // Taken out while it is used, as each use of a property is checked.
        var objects: [InformationObject] = []
        swap(&objects, &self.objects)
        defer { swap(&objects, &self.objects) }
        objects.removeAll(keepingCapacity: true)
        do throws(DecodeError) {
            var reader = try ASDUReader(asdu, profile: configuration.settings.profile)
            reader.read(into: &objects)
        } catch {
            link?.malformed(error)
            return
        }
        configuration.reporter?(header, objects.span, asdu)
        guard isAwaited else { return }
        let received = WallClock.now
        let octets =
            objects.first?.information.hasRange == true
            ? Array(copying: asdu, first: asdu.count) : []
        let updates = objects.lazy.map {
            PointUpdate(
                station: header.commonAddress, type: header.type, cause: header.cause, object: $0,
                octets: octets, received: received)
        }
        let global = configuration.settings.profile.globalCommonAddress
        // No copy of a collection is held meanwhile: appending to it would copy all it has.
        for id in Array(collections.keys)
        where collections[id]?.takes(header, global: global) == true {
            collections[id]?.append(updates, limit: configuration.maximumValues)
        }
        buffers.removeAll { $0.buffer == nil }
        for buffer in buffers { buffer.buffer?.append(updates) }
    }
}

extension Information {
    /// Whether it needs the octets of its ASDU.
    var hasRange: Bool {
        switch self {
        case .privateFields, .raw, .fileSegment: true
        default: false
        }
    }
}

extension MasterRequest {
    /// The cause of the values that answer it, when it is an interrogation.
    var collectedCause: Cause? {
        switch self {
        case .interrogation(_, let qualifier):
            (20...36).contains(qualifier.rawValue) ? Cause(qualifier.rawValue) : nil
        case .counterInterrogation(_, let qualifier) where qualifier.freeze == .read:
            switch qualifier.request {
            case 1...4: Cause(37 + qualifier.request)
            case 5: .counterRequest
            default: nil
            }
        default: nil
        }
    }
}
