/// The parameters of one connection (IEC 60870-5-104, 9.6). Both sides should agree on k and w.
public struct SessionParameters: Hashable, Sendable {
    /// Most I APDUs that are sent and not acknowledged; the sender stops there. Default 12,
    /// 1...32767.
    public var k: Int
    /// Acknowledge at the latest after this many received I APDUs. Default 8, 1...32767, at most
    /// k; more than two thirds of k is advised against.
    public var w: Int
    /// How long the connection may take to be made; for the layer that connects. Default 30 s,
    /// 1...255 s.
    public var t0: Duration
    /// How long an I APDU may wait for its acknowledgement, a U act for its con, and the rest of
    /// an APDU for its arrival; then this side closes. Default 15 s, 1...255 s.
    public var t1: Duration
    /// How long a received I APDU may wait until it is acknowledged. Default 10 s, 1...255 s, less
    /// than t1.
    public var t2: Duration
    /// How long no APDU may arrive until the link is tested. Default 20 s, 1 s...48 h.
    public var t3: Duration
    /// Whether an APDU that is sent restarts t3 too, as some stations expect. Default: only
    /// received ones do.
    public var sendingRestartsT3: Bool
    /// What the peer may do against the standard. Default: nothing.
    public var quirks: Set<PeerQuirk>

    /// The defaults of the standard, unless given.
    public init(
        k: Int = 12, w: Int = 8, t0: Duration = .seconds(30), t1: Duration = .seconds(15),
        t2: Duration = .seconds(10), t3: Duration = .seconds(20), sendingRestartsT3: Bool = false,
        quirks: Set<PeerQuirk> = []
    ) {
        self.k = k
        self.w = w
        self.t0 = t0
        self.t1 = t1
        self.t2 = t2
        self.t3 = t3
        self.sendingRestartsT3 = sendingRestartsT3
        self.quirks = quirks
    }
}

extension SessionParameters {
    /// What k and w may be.
    public static let windowRange = 1...32767
    /// What t0, t1 and t2 may be.
    public static let timeRange: ClosedRange<Duration> = .seconds(1) ... .seconds(255)
    /// What t3 may be.
    public static let idleRange: ClosedRange<Duration> = .seconds(1) ... .seconds(48 * 3600)

    /// One thing that is wrong, or unwise.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// The parameter, such as `t2`.
        public var parameter: String
        /// Whether the session still works with it.
        public var isAdvice: Bool
        /// One sentence: what is found, what is allowed.
        public var description: String
    }

    /// All that is wrong or unwise, in the order of the parameters.
    public var findings: [Finding] {
        var findings: [Finding] = []
        func find(_ parameter: String, _ text: String, isAdvice: Bool = false) {
            findings.append(
                Finding(parameter: parameter, isAdvice: isAdvice, description: text))
        }
        for (name, value) in [("k", k), ("w", w)] where !Self.windowRange.contains(value) {
            find(name, "\(name) is \(value), allowed is 1...32767")
        }
        if w > k {
            find("w", "w is \(w) and k \(k): w may not be more than k, else the sender stalls")
        } else if (2...32767).contains(w), k <= 32767, w * 3 > k * 2 {
            find("w", "w is \(w), more than two thirds of k, which is \(k)", isAdvice: true)
        }
        for (name, value) in [("t0", t0), ("t1", t1), ("t2", t2)]
        where !Self.timeRange.contains(value) {
            find(name, "\(name) is \(value), allowed is 1...255 seconds")
        }
        if t2 >= t1 {
            find("t2", "t2 is \(t2) and t1 \(t1): t2 must be less, else the peer's t1 expires")
        }
        if !Self.idleRange.contains(t3) {
            find("t3", "t3 is \(t3), allowed is 1 second to 48 hours")
        }
        return findings
    }

    /// These parameters, when the session works with them.
    ///
    /// - Throws: all violations at once; advice alone throws nothing.
    public func validated() throws(SessionParametersError) -> SessionParameters {
        let violations = findings.filter { !$0.isAdvice }
        guard violations.isEmpty else { throw SessionParametersError(violations: violations) }
        return self
    }
}

/// Parameters that cannot be used.
public struct SessionParametersError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Everything that is wrong with them.
    public var violations: [SessionParameters.Finding]

    /// All violations in one line.
    public var description: String {
        violations.map(\.description).joined(separator: "; ")
    }
}
