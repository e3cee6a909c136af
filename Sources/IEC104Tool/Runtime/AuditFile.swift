import Glibc
import IEC104
import IEC104Inspect

/// The audit log: an object a line, appended and handed to the system line by line, so that nothing
/// is lost when the program ends.
///
/// Sendable, as it is used on the thread of the loop only.
final class AuditFile: @unchecked Sendable {
    private let descriptor: Int32
    private let path: String
    /// An error was told; it is told again when a write has succeeded meanwhile.
    private var isFailing = false
    /// Whether anything could not be written.
    private(set) var hasFailed = false

    private let name: String

    /// - Parameter name: of the command that writes, for messages.
    init(_ path: String, name: String = "outstation") throws(UsageError) {
        self.name = name
        self.path = path
        do throws(FileError) {
            descriptor = try OutputFile.open(path, O_APPEND, mode: 0o640).descriptor
        } catch {
            throw UsageError("--audit '\(path)'", error.words)
        }
    }

    deinit { close(descriptor) }

    /// - Parameter instance: of which outstation of several, counted from 1.
    func write(_ record: AuditRecord, instance: Int? = nil) {
        write(line: Self.line(record, instance: instance))
    }

    /// Appends a line; `false`, and told, when it could not be written.
    @discardableResult
    func write(line: String) -> Bool {
        do throws(FileError) {
            // A pipe takes a line as a whole, or nothing of it; of a file, what was begun and not
            // written whole has no end.
            let start = isFailing ? "\n" : ""
            try Standard(descriptor: descriptor).write(Array((start + line + "\n").utf8))
            isFailing = false
            return true
        } catch {
            let error = error.number == EAGAIN ? .slowReader : error
            if !isFailing {
                Standard.error.write(
                    "iec104 \(name): --audit '\(path)': \(error): not written\n")
            }
            isFailing = true
            hasFailed = true
            return false
        }
    }

    /// The JSON of a record.
    static func line(_ audit: AuditRecord, instance: Int? = nil) -> String {
        let record = audit.record
        let time = Timestamp(milliseconds: audit.time)
        var json = JSONWriter()
        json.beginObject()
        json.member("time", time.text)
        json.member("event", "audit")
        if let instance { json.member("instance", instance) }
        json.member("connection", audit.connection)
        json.member("client", "\(audit.client)")
        json.member("originator", record.originator)
        json.member("station", record.station.value)
        json.member("object", record.object.address.value)
        json.member("type", "\(record.type)")
        json.member("action", record.action.name)
        json.member("value", record.object.information.commandText)
        if let qualifier = record.object.information.rawQualifier {
            json.member("qualifier", qualifier)
        }
        if record.isTest { json.member("test", true) }
        json.member("result", record.result.name)
        switch record.result {
        case .refused(let reason):
            json.member("reason", reason.code)
            json.member("message", reason.words)
        case .unknown(let cause): json.member("cause", cause.rawValue)
        case .accepted, .terminated, .timedOut, .selectionEnded: break
        }
        json.endObject()
        return json.text.string
    }
}

extension CommandRequest.Action {
    /// How logs call it.
    var name: String {
        switch self {
        case .select: "select"
        case .execute: "execute"
        case .cancel: "cancel"
        }
    }
}

extension CommandRecord.Result {
    fileprivate var name: String {
        switch self {
        case .accepted: "accepted"
        case .refused: "refused"
        case .unknown: "unknown"
        case .terminated: "terminated"
        case .timedOut: "timed-out"
        case .selectionEnded: "selection-ended"
        }
    }
}
