import IEC104Codec
import IEC104Station

/// Where the values go that the outstation reports.
extension MasterCore {
    func makeUpdates(limit: Int) -> PointUpdates {
        let buffer = UpdateBuffer<PointUpdate>(limit: limit)
        buffers.append(WeakBuffer(buffer: buffer))
        return PointUpdates(buffer: buffer)
    }

    func finishUpdates() {
        for buffer in buffers { buffer.buffer?.finish() }
        buffers = []
    }

    /// Hands the objects of an ASDU to all who want them; `id`: the request that brought them.
    func report(_ header: ASDUHeader, _ asdu: Span<UInt8>, for id: RequestID?) {
        let isCollected = id.map { collections[$0] != nil } == true
        let isAwaited = !buffers.isEmpty || isCollected
        guard isAwaited || configuration.reporter != nil || repeats != nil else { return }
        // Taken out while it is used, as each use of a property is checked.
        var objects: [InformationObject] = []
        swap(&objects, &self.objects)
        defer { swap(&objects, &self.objects) }
        objects.removeAll(keepingCapacity: true)
        do throws(DecodeError) {
            var reader = try ASDUReader(reported: asdu, profile: configuration.settings.profile)
            reader.read(into: &objects)
        } catch {
            link?.malformed(error)
            return
        }
        if repeats?.filter(header, &objects) ?? 0 > 0 {
            onRepeats?()
            if objects.isEmpty { return }
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
        if isCollected, let id {
            collections[id]?.append(updates, limit: configuration.maximumValues)
        }
        buffers.removeAll { $0.buffer == nil }
        for buffer in buffers { buffer.buffer?.append(updates) }
    }
}
