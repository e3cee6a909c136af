import IEC104Codec
import IEC104Inspect
@testable import IEC104Tool

/// The command line of `iec104 decode`: arguments, a line each, are sorted and understood or
/// refused with a message; what `--only` gives is applied to records of some types.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOptions(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard let input = unsafe FuzzInput(start, count) else { return 0 }
    let text = String(decoding: input.octets, as: UTF8.self)
    let arguments = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    do throws(UsageError) {
        let parsed = try ParsedArguments(arguments, DecodeCommand.syntax)
        require(parsed.operands.count <= arguments.count, "operands come from arguments")
        let options = try DecodeOptions(parsed)
        show(records(from: input.portions.0), options)
    } catch {
        require(!error.message.isEmpty, "a refusal says why")
    }
    var filter = RecordFilter()
    for argument in arguments {
        do throws(RecordFilter.SyntaxError) {
            try filter.add(argument, types: TypeTable.standard)
        } catch {
            require(!error.message.isEmpty, "a refusal says why")
        }
        _ = Language(locale: argument)
    }
    return 0
}

/// An ASDU with some objects for each of eight types.
private func records(from first: UInt8) -> [UInt8] {
    var octets: [UInt8] = []
    for step in 0..<8 {
        let type = first &+ UInt8(step &* 17)
        var asdu: [UInt8] = [type, 3, type & 0x3F, 0, 1, 0]
        asdu += (0..<60).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ Int(type)) }
        octets += APDU.header(.information(send: 0, receive: 0), asduLength: asdu.count) + asdu
    }
    return octets
}

private func show(_ octets: [UInt8], _ options: DecodeOptions) {
    let sinks = AllSinks(options.language, isColored: options.isColored, options.profile)
    var inspector = Inspector(
        sink: FilteringSink(sinks, options.filter), input: .binary, ports: options.ports,
        profile: options.profile)
    inspector.consume(octets.span)
    inspector.finish()
    inspector.sink.base.check()
    require(inspector.counts.apdus == 8, "a filter changes no count")
}
