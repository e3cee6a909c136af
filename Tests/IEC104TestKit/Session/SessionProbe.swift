import IEC104Codec
import IEC104Session

/// One session in virtual time, with frames put in by hand and outputs as short text.
package struct SessionProbe {
    package var session: Session
    package private(set) var now = Instant(nanoseconds: 0)
    private var ticket: UInt64 = 0

    /// One thing that happens to a session.
    package enum Step: Hashable, Sendable {
        /// An I APDU with N(S) and N(R) arrives.
        case i(UInt16, UInt16)
        /// An S APDU with N(R) arrives.
        case s(UInt16)
        /// A U APDU arrives.
        case u(UFunction)
        /// The application sends an I APDU, starts or stops data transfer, tests the link.
        case send, start, stop, test
        /// The owner grants the start that it was asked for, or refuses it.
        case allow, refuse
        /// Virtual time goes on to so many nanoseconds after the last moment; timers fire.
        case wait(Int64)
        /// Whether octets of an incomplete frame are there.
        case partial(Bool)
    }

    package init(_ role: Session.Role, _ parameters: SessionParameters = SessionParameters()) {
        session = Session(role: role, parameters: parameters, at: now)
    }

    /// What comes out when `steps` happen one after the other.
    package mutating func after(_ steps: [Step]) -> [String] {
        steps.flatMap { after($0) }
    }

    /// What comes out when `step` happens.
    package mutating func after(_ step: Step) -> [String] {
        var outputs: [String] = []
        switch step {
        case .i(let send, let receive):
            session.receive(
                .information(send: SequenceNumber(send), receive: SequenceNumber(receive)), at: now)
        case .s(let receive):
            session.receive(.supervisory(receive: SequenceNumber(receive)), at: now)
        case .u(let function): session.receive(.unnumbered(function), at: now)
        case .send:
            ticket += 1
            guard let control = session.transmit(ticket: ticket, at: now) else {
                ticket -= 1
                return ["refused"]
            }
            outputs.append(control.brief)
        case .start: if !session.start(at: now) { outputs.append("refused") }
        case .stop: if !session.stop(at: now) { outputs.append("refused") }
        case .test: session.test(at: now)
        case .allow: if !session.allowStart(at: now) { outputs.append("refused") }
        case .refuse: session.end(.groupInUse)
        case .wait(let nanoseconds):
            now = now.advanced(byNanoseconds: nanoseconds)
            session.timeout(at: now)
        case .partial(let waiting): session.incompleteFrame(waiting, at: now)
        }
        return outputs + drain()
    }

    /// All outputs that wait.
    package mutating func drain() -> [String] {
        var outputs: [String] = []
        while let output = session.next() { outputs.append(output.brief) }
        return outputs
    }
}

extension SessionProbe.Step {
    /// Time passes, in seconds.
    package static func seconds(_ seconds: Int64) -> Self { .wait(seconds * 1_000_000_000) }
}

extension Session.Output {
    /// A few letters: `S 3`, `STARTDT con`, `deliver`, `confirmed 2`, `close send-number`.
    package var brief: String {
        switch self {
        case .send(let control): control.brief
        case .deliver: "deliver"
        case .confirmed(_, let ticket): "confirmed \(ticket)"
        case .startAsked: "asked"
        case .started: "started"
        case .stopped: "stopped"
        case .close(let error): "close \(error.code.name)"
        }
    }
}

extension ControlField {
    /// `I 3 2` with N(S) and N(R), `S 2`, or the function.
    package var brief: String {
        switch self {
        case .information(let send, let receive): "I \(send) \(receive)"
        case .supervisory(let receive): "S \(receive)"
        case .unnumbered(let function): "\(function)"
        }
    }
}
