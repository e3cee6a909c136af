import IEC104Session
import Testing

@Suite("parameters and reasons")
struct ParametersTests {
    @Test("the defaults are the standard's, and valid")
    func defaults() throws {
        let parameters = try SessionParameters().validated()
        #expect(parameters.k == 12 && parameters.w == 8)
        #expect(parameters.t0 == .seconds(30) && parameters.t1 == .seconds(15))
        #expect(parameters.t2 == .seconds(10) && parameters.t3 == .seconds(20))
        #expect(parameters.findings.isEmpty)
    }

    @Test("all violations are reported at once")
    func all() {
        let parameters = SessionParameters(
            k: 0, w: 40000, t0: .zero, t1: .seconds(256), t2: .seconds(300),
            t3: .seconds(48 * 3600 + 1))
        let error = #expect(throws: SessionParametersError.self) { try parameters.validated() }
        let names = error?.violations.map(\.parameter)
        #expect(names == ["k", "w", "w", "t0", "t1", "t2", "t2", "t3"])
        #expect(error?.description.contains("k is 0, allowed is 1...32767; ") == true)
    }

    static let edges: [(SessionParameters, [String])] = [
        (SessionParameters(k: 1, w: 1), []),
        (SessionParameters(k: 32767, w: 21844), []),
        (SessionParameters(k: 32768, w: 1), ["k"]),
        (SessionParameters(k: 8, w: 9), ["w"]),
        (SessionParameters(k: 8, w: 0), ["w"]),
        (SessionParameters(k: .max, w: .max), ["k", "w"]),
        (SessionParameters(k: .min, w: .min), ["k", "w"]),
        (SessionParameters(t1: .seconds(10), t2: .seconds(10)), ["t2"]),
        (SessionParameters(t1: .seconds(255), t2: .seconds(254), t3: .seconds(1)), []),
        (SessionParameters(t1: .milliseconds(10_001), t2: .seconds(10)), []),
        (SessionParameters(t3: .milliseconds(999)), ["t3"]),
        (SessionParameters(t3: .seconds(172_800)), []),
    ]

    @Test("values at the edge of their range", arguments: 0..<edges.count)
    func edge(_ place: Int) {
        let (parameters, expected) = Self.edges[place]
        let violations = parameters.findings.filter { !$0.isAdvice }
        #expect(violations.map(\.parameter) == expected)
        // A session takes any parameters without a trap.
        _ = Session(role: .controlling, parameters: parameters, at: .never)
    }

    @Test("w above two thirds of k is advised against and works")
    func advice() throws {
        let parameters = SessionParameters(k: 12, w: 9)
        #expect(parameters.findings.map(\.isAdvice) == [true])
        _ = try parameters.validated()
        #expect(SessionParameters(k: 12, w: 8).findings.isEmpty)
    }

    @Test("every reason has its own name, and a sentence that says what to check")
    func reasons() {
        let codes = SessionError.Code.allCases
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            let error = SessionError(
                code: code, phase: .started, sendState: 3, receiveState: 5, acknowledgedState: 1,
                offending: 7)
            let text = error.description
            #expect(text.contains("state STARTED, V(S) 3, V(R) 5, Ack 1: "), "\(text)")
            #expect(code.name.allSatisfy { $0.isLowercase || $0 == "-" })
        }
    }

    @Test("a reason reads as a sentence")
    func sentence() {
        let error = SessionError(
            code: .badStart, phase: .stopped, sendState: 0, receiveState: 0, acknowledgedState: 0,
            offending: 0x16)
        #expect(
            error.description
                == "received a start octet other than 68 hex (found 16 hex), state STOPPED, "
                + "V(S) 0, V(R) 0, Ack 0: check that the peer speaks IEC 60870-5-104 on this "
                + "port, with or without TLS")
    }
}
