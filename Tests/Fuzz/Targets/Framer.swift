import IEC104Codec

/// The framer: any portions give the same APDUs, the same error, the same place.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFramer(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let whole = Framing(input.octets.span)
    var portioned = Framing()
    input.inPortions { portioned.take($0) }
    require(
        whole.apdus == portioned.apdus && whole.controls == portioned.controls
            && whole.error == portioned.error && whole.end == portioned.end,
        "APDUs do not depend on portions: \(hex(input.octets))")
    require(
        whole.apdus.flatMap { $0 } == Array(input.octets.prefix(whole.end)),
        "the APDUs are the octets of the stream")
    if let error = whole.error {
        require(
            (whole.end...input.octets.count).contains(error.offset), "the error lies in the stream")
    } else {
        require(whole.pending == input.octets.count - whole.end, "nothing is lost")
        require(whole.pending < APDU.maximumLength, "less than an APDU waits")
    }
    for (octets, control) in zip(whole.apdus, whole.controls) {
        var problems = Problems()
        require(
            APDU.control(octets.span, problems: &problems) == control && problems.isEmpty,
            "strict and lenient reading agree: \(hex(octets))")
        require(
            APDU.header(control, asduLength: octets.count - APDU.headerLength)
                == Array(octets.prefix(APDU.headerLength)),
            "the header is written as it was read: \(hex(octets))")
    }
    return 0
}

private func array(_ octets: Span<UInt8>) -> [UInt8] { octets.indices.map { octets[$0] } }

/// What a framer made of a stream.
private struct Framing {
    var apdus: [[UInt8]] = []
    var controls: [ControlField] = []
    var error: DecodeError?
    var end: Int { framer.streamOffset }
    var pending: Int { framer.pending }
    private var framer = APDUFramer()

    init() {}

    init(_ octets: Span<UInt8>) { take(octets) }

    mutating func take(_ octets: Span<UInt8>) {
        guard error == nil else { return }
        framer.append(octets)
        do throws(DecodeError) {
            while let control = try framer.next() {
                controls.append(control)
                let taken = array(framer.octets)
                require(
                    array(framer.asdu) == Array(taken.dropFirst(APDU.headerLength)),
                    "the ASDU is all behind the control field")
                apdus.append(taken)
            }
        } catch {
            self.error = error
            require(isStuck, "a broken stream stays broken")
        }
    }

    private var isStuck: Bool {
        var again = framer
        do throws(DecodeError) {
            _ = try again.next()
            return false
        } catch {
            return error == self.error
        }
    }
}
