import IEC104Codec
import IEC104Net

/// What the faults of a plan make of one connection: looks at what the connection is about to write
/// and at what it has read, and says what becomes of it. It does nothing itself.
struct LinkFaults {
    let link: Int
    let peer: SocketAddress
    let profile: Profile
    let plan: FaultPlan

    /// APDUs that the connection has carried in both directions; its owner counts.
    var carried: UInt64 = 0
    /// What has struck and was not told yet.
    private(set) var strikes: [FaultStrike] = []
    /// ASDUs to be sent before those of the station.
    private var extra: [[UInt8]] = []
    /// N(R) of the last APDU that had one, as it was written.
    private var lastReceive: SequenceNumber = 0
    /// The fault by which nothing is written any more.
    private var silencer: Int?
    /// ASDUs of the interrogation under way, and whether it was cut.
    private var interrogated = 0
    private var isCut = false
    /// Acts and slownesses that have begun on this connection.
    private var begun: Set<Int> = []

    /// Most ASDUs that wait: a peer that asks without reading gets no more.
    private static let mostExtra = 100

    init(link: Int, peer: SocketAddress, profile: Profile, plan: FaultPlan) {
        self.link = link
        self.peer = peer
        self.profile = profile
        self.plan = plan
    }

    // MARK: ASDUs

    /// What becomes of a request.
    enum Reception: Hashable {
        case serve, ignore
        /// It is served so many milliseconds later.
        case serveLater(Int)
    }

    /// A request was received.
    mutating func receiving(_ asdu: Span<UInt8>) -> Reception {
        guard asdu.count >= profile.asduHeaderSize, asdu.count > 2,
            (45...69).contains(asdu[0]) || (100...107).contains(asdu[0])
        else { return .serve }
        let (type, cause) = (asdu[0], asdu[2] & 0x3F)
        if cause == 6 || cause == 8,
            strike(.negativeConfirmation, "a request of type \(type) refused") != nil
        {
            var answer = Array(copying: asdu, first: asdu.count)
            answer[2] = asdu[2] & 0x80 | 0x40 | (cause + 1)
            append(answer)
            return .ignore
        }
        if let fault = strike(
            .delayedConfirmation, { "a request of type \(type) is served \($0.argument) ms later" })
        {
            return .serveLater(fault.fault.argument)
        }
        return .serve
    }

    /// The next ASDU that is sent before those of the station.
    mutating func nextExtra() -> [UInt8]? { extra.isEmpty ? nil : extra.removeFirst() }

    var hasExtra: Bool { !extra.isEmpty }

    /// The station's next ASDU, which may be changed; whether it is sent.
    mutating func sending(_ asdu: inout [UInt8]) -> Bool {
        guard asdu.count > 2 else { return true }
        let (type, cause) = (asdu[0], asdu[2] & 0x3F)
        let isInterrogation = type == 100 || type == 101
        switch cause {
        case 7, 9:
            if isInterrogation { (interrogated, isCut) = (0, false) }
            return strike(
                .lostConfirmation,
                "\(cause == 7 ? "act con" : "deact con") of type \(type) not sent") == nil
        case 10 where isInterrogation:
            if isCut || cutsInterrogation() {
                isCut = false
                return false
            }
            return strike(.lostTermination, "act term of type \(type) not sent") == nil
        case 10: return strike(.lostTermination, "act term of type \(type) not sent") == nil
        case 20...41:
            if isCut || cutsInterrogation() {
                isCut = true
                return false
            }
            interrogated += 1
        case 3, 11, 12:
            if type < 45, strike(.duplicatedEvent, "events of type \(type) sent twice") != nil {
                append(asdu)
            }
        default: break
        }
        if type < 45,
            strike(.truncatedASDU, "the last octet of an ASDU of type \(type) left out")
                != nil
        {
            asdu.removeLast()
        }
        if type == 125, asdu.count > profile.asduHeaderSize,
            strike(.corruptedSegment, "the last octet of a segment changed") != nil
        {
            asdu[asdu.count - 1] ^= 1
        }
        return true
    }

    private mutating func cutsInterrogation() -> Bool {
        let count = interrogated
        return strike(
            .cutInterrogation, { _ in "an interrogation cut after \(count) ASDUs" },
            where: { $0.argument <= count }) != nil
    }

    private mutating func append(_ asdu: [UInt8]) {
        if extra.count < Self.mostExtra { extra.append(asdu) }
    }

    // MARK: APDUs

    /// What becomes of an APDU that is about to be written.
    enum Writing: Hashable {
        case write, drop, writeTwice
        /// So many octets of it.
        case writeFirst(Int)
    }

    /// An APDU is about to be written; it may be changed.
    mutating func writing(_ apdu: inout [UInt8]) -> Writing {
        guard !isSilent, let control = try? APDU.control(apdu.span) else { return .drop }
        switch control {
        case .unnumbered(let function):
            guard function == .testFRCon else { return .write }
            return strike(.noTestConfirmation, "\(function) not sent") == nil ? .write : .drop
        case .supervisory(let receive):
            if strike(.withholdS, "S APDU with N(R) \(receive) not sent") != nil { return .drop }
            let written = received(receive)
            lastReceive = written
            apdu.replaceSubrange(0..<6, with: APDU.header(.supervisory(receive: written)))
            return .write
        case .information(let send, let receive):
            var sent = send
            if let fault = strike(
                .wrongSendNumber, { "N(S) \(send) sent as \(send + $0.argument)" })
            {
                sent = send + fault.fault.argument
            }
            let written = received(receive)
            lastReceive = written
            apdu.replaceSubrange(
                0..<6,
                with: APDU.header(
                    .information(send: sent, receive: written), asduLength: apdu.count - 6))
            let count = apdu.count
            if let fault = strike(
                .halfAPDU, "\(count / 2) of \(count) octets sent, and nothing more from now on")
            {
                silencer = fault.number
                return .writeFirst(count / 2)
            }
            return strike(.repeatedAPDU, "I APDU with N(S) \(sent) sent twice") == nil
                ? .write : .writeTwice
        }
    }

    /// Whether a U APDU is passed over: a station that does not confirm a start does not start.
    mutating func ignores(_ function: UFunction) -> Bool {
        switch function {
        case .startDTAct: strike(.noStartConfirmation, "\(function) not answered") != nil
        case .stopDTAct: strike(.noStopConfirmation, "\(function) not answered") != nil
        default: false
        }
    }

    /// What is written for an N(R).
    private mutating func received(_ receive: SequenceNumber) -> SequenceNumber {
        let held = lastReceive
        if held != receive, strike(.holdReceiveNumber, "N(R) \(receive) sent as \(held)") != nil {
            return held
        }
        guard
            let fault = strike(
                .wrongReceiveNumber, { "N(R) \(receive) sent as \(receive + $0.argument)" })
        else { return receive }
        return receive + fault.fault.argument
    }

    private var isSilent: Bool { silencer.map(plan.contains) ?? false }

    // MARK: Acts and slownesses

    /// What is to be done now.
    enum Act: Hashable {
        case write([UInt8]), reset, finish
    }

    /// The acts that are due.
    mutating func acts() -> [Act] {
        var acts: [Act] = []
        for kind in FaultKind.allCases where kind.row.isAction {
            while let fault = begin(kind) {
                switch kind {
                case .garbage: if !isSilent { acts.append(.write(fault.fault.octets)) }
                case .reset: acts.append(.reset)
                case .finish: acts.append(.finish)
                case .silence: silencer = fault.number
                case .unknownType: append(unknown(UInt8(clamping: fault.fault.argument)))
                default: break
                }
            }
        }
        return acts
    }

    /// Octets a second; `nil`: as fast as can be.
    mutating func rate(_ kind: FaultKind) -> Int? {
        _ = begin(kind)
        return plan.faults.first { $0.fault.kind == kind && begun.contains($0.number) }?
            .fault.argument
    }

    /// A fault that begins on this connection: each does so once.
    private mutating func begin(_ kind: FaultKind) -> InjectedFault? {
        let (link, peer, carried, begun) = (link, peer, carried, begun)
        let struck = plan.strike {
            $0.fault.kind == kind && !begun.contains($0.number)
                && $0.fault.concerns(link: link, peer: peer) && carried >= UInt64($0.fault.after)
        }
        guard let struck else { return nil }
        self.begun.insert(struck.number)
        let number = struck.fault.argument
        let what =
            switch kind {
            case .garbage: "\(struck.fault.octets.count) octets of garbage sent"
            case .reset: "the connection broken (RST)"
            case .finish: "the connection closed (FIN)"
            case .silence: "nothing more sent from now on"
            case .unknownType: "an ASDU of type \(number) sent"
            case .slowReading: "from now on \(number) octets a second are read"
            default: "from now on \(number) octets a second are written"
            }
        strikes.append(FaultStrike(number: struck.number, fault: struck.fault, what: what))
        return struck
    }

    private func unknown(_ type: UInt8) -> [UInt8] {
        [type, 1, 3] + [UInt8](repeating: 0, count: profile.causeSize - 1)
            + [1] + [UInt8](repeating: 0, count: profile.commonAddressSize - 1)
            + [1] + [UInt8](repeating: 0, count: profile.objectAddressSize - 1) + [0]
    }

    // MARK: Strikes

    /// What has struck since the last call.
    mutating func takeStrikes() -> [FaultStrike] {
        defer { strikes = [] }
        return strikes
    }

    private mutating func strike(
        _ kind: FaultKind, _ what: @autoclosure () -> String
    ) -> InjectedFault? {
        strike(kind, { _ in what() })
    }

    private mutating func strike(
        _ kind: FaultKind, _ what: (Fault) -> String, where isMet: (Fault) -> Bool = { _ in true }
    ) -> InjectedFault? {
        let struck = plan.strike {
            $0.fault.kind == kind && $0.fault.concerns(link: link, peer: peer)
                && carried >= UInt64($0.fault.after) && isMet($0.fault)
        }
        guard let struck else { return nil }
        strikes.append(
            FaultStrike(number: struck.number, fault: struck.fault, what: what(struck.fault)))
        return struck
    }
}

extension SequenceNumber {
    fileprivate static func + (number: SequenceNumber, steps: Int) -> SequenceNumber {
        SequenceNumber(number.value &+ UInt16(truncatingIfNeeded: steps))
    }
}
