import IEC104Codec

/// Lenient reading of an ASDU with any profile: the objects, written again, are the octets that
/// they came from.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzLenient(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let profile = FuzzProfiles.all[input.option(0, bits: 8) % FuzzProfiles.all.count]
    let direction: TransferDirection? = [.control, .monitor, nil, nil][input.option(8, bits: 2)]
    do throws(DecodeError) {
        var reader = try ASDUReader(inspecting: input.octets.span, profile: profile)
        var problems = Problems(keeping: 1000)
        reader.appendViolations(to: &problems)
        reader.appendHeaderProblems(direction: direction, to: &problems)
        require(
            (profile.asduHeaderSize...input.octets.count).contains(reader.objectsEnd),
            "the objects end in the ASDU")
        var objects: [InformationObject] = []
        while let object = reader.next(checking: &problems) { objects.append(object) }
        for problem in problems.list {
            require(
                (0...input.octets.count).contains(problem.offset) && !problem.description.isEmpty,
                "problems lie in the ASDU: \(problem)")
        }
        checkFields(objects, reader, profile)
        for object in objects { checkTime(object.timeTag) }
        guard input.octets.count <= APDU.maximumASDULength else { return 0 }
        checkOneByOne(objects, reader, input.octets, profile)
        if reader.firstViolation == nil { checkTogether(objects, reader, input.octets, profile) }
    } catch {
        require(input.octets.count < profile.asduHeaderSize, "only a short header is refused")
    }
    return 0
}

/// The fields of private types can be read, and written again.
private func checkFields(
    _ objects: [InformationObject], _ reader: borrowing ASDUReader, _ profile: Profile
) {
    guard let row = profile.types[reader.header.type] else { return }
    for object in objects {
        guard case .privateFields(let range) = object.information else { continue }
        let octets = reader.octets(range)
        guard let values = PrivateField.values(of: row.fields, in: octets),
            let written = try? PrivateField.octets(of: values, for: row.fields)
        else { fatalError("property violated: fields of type \(row.id) are read and written") }
        require(
            written == octets.indices.map { octets[$0] }, "fields are written as they were read")
    }
}

/// A possible time is the same in every form.
private func checkTime(_ timeTag: TimeTag) {
    guard case .cp56(let time) = timeTag, let calendar = time.calendarTime else { return }
    require(
        CalendarTime(millisecondsSince1970: calendar.millisecondsSince1970) == calendar,
        "milliseconds count \(calendar)")
    require(
        CP56Time2a(calendar)?.calendarTime == calendar, "CP56Time2a holds \(calendar)")
}

/// Each object alone, and the parts joined.
private func checkOneByOne(
    _ objects: [InformationObject], _ reader: borrowing ASDUReader, _ octets: [UInt8],
    _ profile: Profile
) {
    var header = reader.header
    header.isSequence = false
    let row = profile.types[header.type]
    let addressSize = row?.addressRule == .absent ? 0 : profile.objectAddressSize
    var joined: [UInt8] = []
    for (index, object) in objects.enumerated() {
        // An ASDU without objects can be read leniently, but not written.
        if case .raw(count: 0, _) = object.information {
            require(write([object], header, octets, profile) == nil, "no ASDU has no object")
            return
        }
        guard let written = write([object], header, octets, profile) else {
            fatalError("property violated: \(object) can be written")
        }
        let omitsAddress = reader.header.isSequence && index > 0
        joined += written.dropFirst(profile.asduHeaderSize + (omitsAddress ? addressSize : 0))
    }
    let source = Array(octets[profile.asduHeaderSize..<reader.objectsEnd])
    require(joined == source, "objects are written as read: \(hex(source)), not \(hex(joined))")
}

/// The whole of a sound ASDU at once.
private func checkTogether(
    _ objects: [InformationObject], _ reader: borrowing ASDUReader, _ octets: [UInt8],
    _ profile: Profile
) {
    let written = write(objects, reader.header, octets, profile)
    require(written == octets, "written as read: \(hex(octets)), not \(hex(written ?? []))")
}

/// The ASDU with these objects; `nil` when it cannot be written.
private func write(
    _ objects: [InformationObject], _ header: ASDUHeader, _ octets: [UInt8], _ profile: Profile
) -> [UInt8]? {
    var output = [UInt8](repeating: 0, count: APDU.maximumASDULength)
    do throws(EncodeError) {
        var writer = try ASDUWriter(into: output.mutableSpan, header: header, profile: profile)
        for object in objects {
            guard try writer.append(object, octets: octets.span) else { return nil }
        }
        let length = writer.finish()
        return Array(output[..<length])
    } catch {
        return nil
    }
}
