import IEC104Codec
import IEC104Inspect

/// Hex dumps, logs and binary streams through the whole pipeline to all printers: text in any
/// portions gives the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzText(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let profile = FuzzProfiles.all[input.option(0, bits: 8) % FuzzProfiles.all.count]
    let sinks = AllSinks(
        input.option(8, bits: 1) == 0 ? .english : .chinese,
        isColored: input.option(9, bits: 1) == 1, isStrict: input.option(12, bits: 1) == 1, profile)
    let kind: InputKind? = [nil, .hex, .hex, .binary][input.option(10, bits: 2)]

    var whole = Inspector(sink: sinks, input: kind, profile: profile)
    whole.consume(input.octets.span)
    whole.finish()
    whole.sink.check()

    var portioned = Inspector(sink: sinks, input: kind, profile: profile)
    input.inPortions { portioned.consume($0) }
    portioned.finish()
    portioned.sink.check()

    require(whole.inputKind == portioned.inputKind, "the kind does not depend on portions")
    // A binary stream may be cut where a decision is due, as a connection may.
    if whole.inputKind != .binary {
        InspectionResult(whole).requireSame(InspectionResult(portioned))
    }
    return 0
}
