import IEC104Codec
import IEC104TestKit
import Testing

/// The files of Tests/Vectors: a file that is put there is a test.
@Suite("vectors")
struct VectorTests {
    @Test(
        "each vector means what it says and is written as the same octets",
        arguments: VectorFolder.files)
    func vector(file: String) throws {
        for vector in try VectorFolder.vectors(of: file) {
            let comment: Comment = "\(vector.place) \(vector.name)"
            if let error = vector.error {
                #expect(strictError(vector) == error, comment)
            } else {
                #expect(strictError(vector) == nil, comment)
                #expect(try rewritten(vector) == vector.octets.hex, comment)
            }
            try checkMeaning(vector, comment)
            if let problems = vector.problems {
                #expect(lenientProblems(vector) == problems, comment)
            }
        }
    }

    @Test("the folder has files, and every file has vectors")
    func filesAreThere() throws {
        #expect(VectorFolder.files.count >= 8)
        for file in VectorFolder.files {
            #expect(try !VectorFolder.vectors(of: file).isEmpty, "\(file)")
        }
    }

    @Test("every kind of violation is shown by a vector")
    func everyCodeHasAVector() throws {
        var shown: Set<String> = []
        for file in VectorFolder.files {
            for vector in try VectorFolder.vectors(of: file) {
                let named = (vector.problems ?? []) + (vector.error.map { [$0] } ?? [])
                shown.formUnion(
                    named.compactMap { $0.split(separator: " ").first.map(String.init) })
            }
        }
        let known = Set(DecodeError.Code.allCases.map(\.name))
        #expect(known.subtracting(shown) == [])
        #expect(shown.subtracting(known) == [])
        #expect(known.count == DecodeError.Code.allCases.count)
    }

    @Test("every row of the type table has a well-formed vector")
    func everyTypeHasAVector() throws {
        var shown: Set<String> = []
        for file in VectorFolder.files {
            for vector in try VectorFolder.vectors(of: file) where vector.error == nil {
                if let type = vector.header["type"] { shown.insert(type) }
            }
        }
        let known = Profile.standard.types.rows.map { "\($0.id.rawValue)" }
        #expect(Set(known).subtracting(shown) == [])
    }

    @Test("a line that is none of the format is refused with its place")
    func wrongLine() {
        for line in [
            "apdu 68", "apdu: 6", "apdu: xx", "object: 1", "what: ever", "profile: object=4",
        ] {
            #expect(throws: TestVectorError.self, "\(line)") {
                try TestVector.read("name: x\n\(line)\n", file: "x")
            }
        }
    }
}

private func checkMeaning(_ vector: TestVector, _ comment: Comment) throws {
    let octets = vector.octets
    var problems = Problems()
    let control = APDU.control(octets.span, problems: &problems)
    if let expected = vector.control { #expect(control?.meaning == expected, comment) }
    guard case .information? = control, octets.count > 6 else { return }
    let body = Array(octets.dropFirst(6))
    guard let header = try? ASDUHeader(body.span, profile: vector.profile) else { return }
    for (key, value) in vector.header {
        switch key {
        case "direction": break
        case "mnemonic":
            #expect(vector.profile.types[header.type]?.mnemonic == value, comment)
            #expect(vector.profile.types[mnemonic: value]?.id == header.type, comment)
        default: #expect(header.meaning[key] == value, "\(comment) \(key)")
        }
    }
    guard !vector.objects.isEmpty else { return }
    var reader = try ASDUReader(inspecting: body.span, profile: vector.profile)
    var found: [Meaning] = []
    while let object = reader.next() { found.append(object.meaning(octets: body)) }
    #expect(found.count == vector.objects.count, comment)
    for (object, expected) in zip(found, vector.objects) {
        for (key, value) in expected {
            #expect(object[key] == value, "\(comment), address \(object["address"] ?? "") \(key)")
        }
    }
}

/// What strict reading throws, its offset counted from the start of the APDU.
private func strictError(_ vector: TestVector) -> String? {
    do throws(DecodeError) {
        guard case .information = try APDU.control(vector.octets.span) else { return nil }
    } catch {
        return error.text
    }
    do throws(DecodeError) {
        _ = try ASDU(Array(vector.octets.dropFirst(6)), profile: vector.profile)
        return nil
    } catch {
        return error.moved(by: 6).text
    }
}

/// All that lenient reading finds.
private func lenientProblems(_ vector: TestVector) -> [String] {
    var inFrame = Problems()
    guard case .information? = APDU.control(vector.octets.span, problems: &inFrame),
        vector.octets.count > 6
    else { return inFrame.list.map(\.text) }
    let body = Array(vector.octets.dropFirst(6))
    var inBody = Problems()
    do throws(DecodeError) {
        var reader = try ASDUReader(inspecting: body.span, profile: vector.profile)
        reader.appendViolations(to: &inBody)
        reader.appendHeaderProblems(
            direction: vector.direction, to: &inBody)
        while reader.next(checking: &inBody) != nil {}
    } catch {
        inBody.append(error)
    }
    return inFrame.list.map(\.text) + inBody.list.map { $0.moved(by: 6).text }
}

/// The vector read and written again.
private func rewritten(_ vector: TestVector) throws -> String {
    let control = try APDU.control(vector.octets.span)
    guard case .information(let send, let receive) = control else {
        return APDU.header(control).hex
    }
    let asdu = try ASDU(Array(vector.octets.dropFirst(6)), profile: vector.profile)
    return try asdu.apdu(send: send, receive: receive, profile: vector.profile).hex
}

extension DecodeError {
    fileprivate var text: String { "\(code.name) at \(offset)" }
}
