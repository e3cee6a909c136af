import IEC104
import IEC104Inspect

/// The lines of the audit log of who commands: what is sent, what became of it, what was not sent.
struct RequestAudit: Sendable {
    let file: AuditFile?
    /// Where it is sent.
    let host: String
    /// The name of the RTU, where it has one beside its address.
    var rtu: String?
    let originator: UInt8

    /// Appends what is sent (no result yet), or what became of it.
    func log(_ request: MasterRequest, _ result: ShotResult?) {
        guard let file else { return }
        var json = JSONWriter()
        json.beginObject()
        json.member("time", Timestamp.now.text)
        json.member("event", "command")
        json.member("host", host)
        if let rtu { json.member("rtu", rtu) }
        json.member("originator", originator)
        json.member("station", request.station.value)
        json.member("object", request.address.value)
        json.member("type", "\(request.type)")
        switch request {
        case .command(let command):
            json.member("mode", command.mode.name)
            json.member("value", command.object.information.commandText)
            if let qualifier = command.object.information.rawQualifier {
                json.member("qualifier", qualifier)
            }
            if command.isTest { json.member("test", true) }
        case .reset(_, let qualifier): json.member("qualifier", qualifier.rawValue)
        case .counterInterrogation(_, let qualifier): json.member("qualifier", qualifier.rawValue)
        default: break
        }
        json.member("result", result?.name ?? "sending")
        result?.append(to: &json)
        json.endObject()
        file.write(line: json.text.string)
    }
}
