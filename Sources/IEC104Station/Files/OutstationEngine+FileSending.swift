internal import IEC104Codec
internal import IEC104Session

extension OutstationEngine {
    /// Whether it is the turn of the files of a link: they wait for everything else, but not for
    /// more than a number of ASDUs.
    mutating func isFileDue(_ slot: Int, _ group: Int) -> Bool {
        guard links[slot].hasData || groups[group].buffer.hasWaiting(below: firstHeld),
            links[slot].transferWaits < limits.files.share
        else { return true }
        links[slot].transferWaits += 1
        return false
    }

    /// Writes what is next of the files of a link, each in its turn.
    mutating func writeFile(
        _ slot: Int, _ link: LinkID, at now: Moment, into output: inout MutableSpan<UInt8>
    ) -> Int? {
        while let index = files.next(for: link, after: links[slot].lastTransfer) {
            links[slot].transferWaits = 0
            links[slot].lastTransfer = files.list[index].id
            files.list[index].deadline = now.instant.advanced(byNanoseconds: limits.files.timeout)
            let length = writeStep(index, at: now, into: &output)
            if files.list[index].entries == nil {
                pursue(index)
            } else if files.list[index].nextEntry >= files.list[index].length {
                finish(index, nil)
            }
            if length > 0 { return length }
        }
        return nil
    }

    private mutating func writeStep(
        _ index: Int, at now: Moment, into output: inout MutableSpan<UInt8>
    ) -> Int {
        if files.list[index].entries != nil { return writeEntries(index, at: now, into: &output) }
        let request = files.list[index].request
        if let message = files.list[index].receiver?.next() {
            return write(message, for: request, into: &output)
        }
        switch files.list[index].sender?.next() {
        case .message(let message): return write(message, for: request, into: &output)
        case .segment(let section, let count):
            let file = files.list[index].name.number
            let header = header(.F_SG_NA_1, request)
            let profile = limits.profile
            var length = 0
            files.list[index].sender?.takeSegment(count) { octets in
                length = Self.write(
                    header, request.object.address, file: file, section: section, octets, profile,
                    into: &output)
            }
            return length
        case nil: return 0
        }
    }

    private func header(_ type: TypeID, _ request: Request) -> ASDUHeader {
        ASDUHeader(
            type: type, count: 1, cause: request.cause(.fileTransfer),
            commonAddress: request.header.commonAddress)
    }

    private func write(
        _ message: FileMessage, for request: Request, into output: inout MutableSpan<UInt8>
    ) -> Int {
        write(
            message.type, request.cause(.fileTransfer), request.header.commonAddress,
            InformationObject(request.object.address, message.information), into: &output)
    }

    /// Writes a segment: its octets, 0 when it has no room.
    static func write(
        _ header: ASDUHeader, _ address: ObjectAddress, file: UInt16, section: UInt8,
        _ octets: Span<UInt8>, _ profile: Profile, into output: inout MutableSpan<UInt8>
    ) -> Int {
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count), header: header,
                profile: profile)
            let range = OctetRange(offset: 0, count: UInt16(clamping: octets.count))
            let segment = InformationObject(
                address, .fileSegment(file: file, section: section, range))
            return try writer.append(segment, octets: octets) ? writer.finish() : 0
        } catch {
            return 0
        }
    }

    /// Writes the next lines of a directory, as many as fit. One without files is a line with NOF 0.
    private mutating func writeEntries(
        _ index: Int, at now: Moment, into output: inout MutableSpan<UInt8>
    ) -> Int {
        let request = files.list[index].request
        let header = ASDUHeader(
            type: .F_DR_TA_1, count: 1, cause: request.cause(.request),
            commonAddress: request.header.commonAddress)
        var clock = clocks[image.station(request.header.commonAddress) ?? 0]
        let (entries, first) = (files.list[index].entries ?? [], files.list[index].nextEntry)
        var next = first
        defer { files.list[index].nextEntry = max(next, first + 1) }
        do throws(EncodeError) {
            var writer = try ASDUWriter(
                into: output._mutatingExtracting(0..<output.count), header: header,
                profile: limits.profile)
            repeat {
                let entry = next < entries.count ? entries[next] : FileInfo(0, length: 0)
                let time = linkTime(
                    clock.tag(Moment(now.instant, wall: entry.modified)), for: request.slot)
                let object = line(
                    entry, request, time, isLast: next >= entries.count - 1)
                guard try writer.append(object) else { break }
                next += 1
            } while next < entries.count
            return writer.finish()
        } catch {
            return 0
        }
    }

    private func line(
        _ entry: FileInfo, _ request: Request, _ time: CP56Time2a, isLast: Bool
    ) -> InformationObject {
        let address = entry.object ?? request.object.address
        let name = FileName(
            entry.number, object: address, station: request.header.commonAddress)
        let isActive = files.list.contains {
            $0.name == name && ($0.sender != nil || $0.receiver != nil)
        }
        let status = SOF(isLast: isLast, isDirectory: entry.isDirectory, isActive: isActive)
        return InformationObject(
            address,
            .fileDirectory(
                file: entry.number, length: UInt32(min(max(entry.length, 0), 0xFF_FFFF)), status),
            timeTag: .cp56(time))
    }
}

extension SOF {
    init(isLast: Bool, isDirectory: Bool, isActive: Bool) {
        self.init(
            rawValue: (isLast ? 0x20 : 0) | (isDirectory ? 0x40 : 0) | (isActive ? 0x80 : 0))
    }
}
