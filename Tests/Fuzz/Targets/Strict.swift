import IEC104Codec

/// Strict reading of an ASDU: what is accepted is written back octet by octet, alone and packed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStrict(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let profile = FuzzProfiles.all[input.option(0, bits: 8) % FuzzProfiles.all.count]
    let octets = Array(input.octets.prefix(APDU.maximumASDULength))
    do throws(DecodeError) {
        let asdu = try ASDU(octets, profile: profile)
        checkWriting(asdu, octets, profile)
        checkPacking(asdu, profile, limit: Int(input.portions.0))
        checkMisuse(asdu, input)
    } catch {
        require((0...octets.count).contains(error.offset), "the error lies in the ASDU: \(error)")
    }
    let direction: TransferDirection? = [.control, .monitor, nil, nil][input.option(8, bits: 2)]
    checkChecking(octets, direction, profile)
    return 0
}

private func checkWriting(_ asdu: ASDU, _ octets: [UInt8], _ profile: Profile) {
    do {
        let written = try asdu.encoded(profile: profile)
        require(written == octets, "written as read: \(hex(octets)), not \(hex(written))")
        let apdu = try asdu.apdu(send: 1, receive: 2, profile: profile)
        require(Array(apdu.dropFirst(APDU.headerLength)) == octets, "the APDU carries the ASDU")
        let control = try APDU.control(apdu.span)
        require(control == .information(send: 1, receive: 2), "the APDU is sound")
    } catch {
        fatalError("property violated: what is read can be written: \(error), \(hex(octets))")
    }
}

/// Objects packed with any limit come out of the ASDUs in their order.
private func checkPacking(_ asdu: ASDU, _ profile: Profile, limit: Int) {
    for sequences in [ASDUPacker.Sequences.never, .runs] {
        let packer = ASDUPacker(
            asdu.header, sequences: sequences, limit: limit, profile: profile)
        guard let packed = try? packer.pack(asdu.objects, octets: asdu.octets) else { continue }
        var objects: [InformationObject] = []
        var beside: [[UInt8]] = []
        for octets in packed {
            require(octets.count <= limit, "the limit is kept")
            guard let part = try? ASDU(octets, profile: profile) else {
                fatalError("property violated: packed ASDUs are sound: \(hex(octets))")
            }
            objects += part.objects
            beside.append(part.octets)
        }
        require(beside.flatMap { $0 } == asdu.octets, "no octet is lost in packing")
        require(
            objects.map { $0.address } == asdu.objects.map { $0.address },
            "packing keeps the order")
        if asdu.octets.isEmpty {
            require(objects == asdu.objects, "packing keeps the objects")
        }
    }
}

/// A value that is no ASDU is refused, or what is written can be read.
private func checkMisuse(_ asdu: ASDU, _ input: FuzzInput) {
    var wrong = asdu
    if input.option(10, bits: 1) == 1 { wrong.isSequence.toggle() }
    if input.option(11, bits: 1) == 1 { wrong.type = TypeID(input.portions.1) }
    if input.option(12, bits: 1) == 1 { wrong.octets = wrong.octets.dropLast() }
    if input.option(13, bits: 1) == 1 { wrong.objects += wrong.objects.reversed() }
    if input.option(14, bits: 1) == 1 { wrong.objects.removeLast() }
    let profile = FuzzProfiles.all[Int(input.portions.0) % FuzzProfiles.all.count]
    guard let written = try? wrong.encoded(profile: profile) else { return }
    require(written.count <= APDU.maximumASDULength, "an ASDU is not too long")
    // Raw octets are written as they are, whatever they say.
    if case .raw = wrong.objects.first?.information { return }
    guard let read = try? ASDU(written, profile: profile) else {
        fatalError("property violated: what is written can be read: \(wrong), \(hex(written))")
    }
    require(
        read.objects.map { $0.address } == wrong.objects.map { $0.address },
        "what is written is read")
}

/// `ASDU(checking:)` refuses exactly what lenient reading finds fault with.
private func checkChecking(
    _ octets: [UInt8], _ direction: TransferDirection?, _ profile: Profile
) {
    var problems = Problems()
    do throws(DecodeError) {
        var reader = try ASDUReader(inspecting: octets.span, profile: profile)
        reader.appendViolations(to: &problems)
        require(problems.first == reader.firstViolation, "the first violation comes first")
        reader.appendHeaderProblems(direction: direction, to: &problems)
        while reader.next(checking: &problems) != nil {}
    } catch {
        problems.append(error)
    }
    do throws(DecodeError) {
        _ = try ASDU(checking: octets.span, direction: direction, profile: profile)
        require(problems.isEmpty, "checked ASDUs are faultless: \(problems), \(hex(octets))")
    } catch {
        require(problems.first == error, "the first problem is thrown: \(error), \(problems)")
    }
}
