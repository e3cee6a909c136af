import IEC104
import IEC104Inspect

/// The lines of the audit log of who changes what: what is sent, what became of it, what was not
/// sent.
struct RequestAudit: Sendable {
    let file: AuditFile?
    /// Where it is sent.
    let host: String
    /// The name of the RTU, where it has one beside its address.
    var rtu: String?
    let originator: UInt8

    static let option = CommandSyntax.Option(
        "--audit", "FILE",
        "Appends what is asked, and what became of it, as JSON lines; nothing is asked\n"
            + "when that cannot be written.")

    /// Appends what is sent (no result yet), or what became of it.
    ///
    /// - Returns: whether it is written; also when there is no audit log.
    func log(_ request: MasterRequest, _ result: ShotResult?) -> Bool {
        guard let file else { return true }
        var json = begin(request)
        json.member("result", result?.name ?? "sending")
        result?.append(to: &json)
        json.endObject()
        return file.write(line: json.text.string)
    }

    /// Appends a command that was refused before it was put together.
    func log(
        refused value: String, _ type: TypeID, _ address: ObjectAddress, _ station: CommonAddress,
        _ reason: Words
    ) {
        guard let file else { return }
        var json = begin(station, address, type)
        json.member("value", value)
        json.member("result", "not-allowed")
        json.member("message", reason.english)
        json.endObject()
        file.write(line: json.text.string)
    }

    /// Appends what is done with a file of the station.
    func log(
        _ verb: String, file number: UInt16, _ address: ObjectAddress, _ station: CommonAddress,
        _ result: String, _ reason: (any Error)? = nil
    ) -> Bool {
        guard let file else { return true }
        var json = begin(station, address, nil)
        json.member("action", verb)
        json.member("file", number)
        json.member("result", result)
        if let reason { json.member("message", "\(reason)") }
        json.endObject()
        return file.write(line: json.text.string)
    }

    private func begin(
        _ station: CommonAddress, _ address: ObjectAddress, _ type: TypeID?
    ) -> JSONWriter {
        var json = JSONWriter()
        json.beginObject()
        json.member("time", Timestamp.now.text)
        json.member("event", "command")
        json.member("host", host)
        if let rtu { json.member("rtu", rtu) }
        json.member("originator", originator)
        json.member("station", station.value)
        json.member("object", address.value)
        if let type { json.member("type", "\(type)") }
        return json
    }

    private func begin(_ request: MasterRequest) -> JSONWriter {
        var json = begin(request.station, request.address, request.type)
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
        case .clockSynchronization(_, let time?): json.member("value", time.text)
        case .parameter(_, _, let information): json.member("value", information.commandText)
        case .parameterDeactivation(_, _, let qualifier):
            json.member("value", "deactivate, QPA \(qualifier.rawValue)")
        default: break
        }
        return json
    }
}

extension UsageFindings {
    /// The file of `--audit`; `nil` without it.
    mutating func audit(_ arguments: ParsedArguments, _ name: String) -> AuditFile? {
        collect { () throws(UsageError) -> AuditFile? in
            guard let path = arguments.last("--audit") else { return nil }
            return try AuditFile(path, name: name)
        }
    }
}
