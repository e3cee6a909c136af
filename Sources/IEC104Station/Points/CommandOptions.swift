public import IEC104Codec

/// How an output is operated.
public struct CommandOptions: Hashable, Sendable {
    /// Which procedure the output demands.
    public enum Mode: UInt8, Hashable, Sendable, CaseIterable {
        /// Execute at once; a select is refused.
        case direct
        /// Select, then execute; an execute without select is refused.
        case selectBeforeOperate
        /// Either of them.
        case either
    }
    /// Whether the command carries a time tag.
    public enum TimeTagging: UInt8, Hashable, Sendable, CaseIterable {
        /// With or without.
        case allowed
        /// Without a time tag it is refused.
        case required
    }
    /// When an execution is ended with act term.
    public enum Termination: UInt8, Hashable, Sendable, CaseIterable {
        /// When it has ended: after the pulse, or when the application says so.
        case afterExecution
        /// At once, behind the events that it made.
        case atOnce
        /// Never.
        case never
    }
    /// What a command gets while a pulse of the same output runs.
    public enum DuringPulse: UInt8, Hashable, Sendable, CaseIterable {
        /// A negative act con.
        case refuse
        /// It is executed, in place of the one whose pulse runs: the same command again makes the
        /// pulse longer.
        case retrigger
    }
    /// What the driven point shows after a pulse.
    public enum AfterPulse: UInt8, Hashable, Sendable, CaseIterable {
        /// What it showed before: the point shows the output itself, such as a relay.
        case returns
        /// What was commanded: the point shows equipment that the pulse has moved, such as a
        /// breaker.
        case stays
    }

    /// The procedure. Default: direct. Bit strings have no select bit: they are always direct.
    public var mode: Mode
    /// Whether the command carries a time tag. Default: allowed.
    public var timeTagging: TimeTagging
    /// When act term is sent. Default `nil`: as `OutstationSettings.termination` says.
    public var termination: Termination?
    /// The length of a short pulse (QU 1), 1 ms...1 h. Default `nil`: that of the settings.
    public var shortPulse: Duration?
    /// The length of a long pulse (QU 2), 1 ms...1 h. Default `nil`: that of the settings.
    public var longPulse: Duration?
    /// What QU 0 stands for. Default: a persistent output. QU 4...31 are persistent too.
    public var unqualified: CommandQualifier
    /// What another command gets during a pulse. Default: a negative act con.
    public var duringPulse: DuringPulse
    /// What the point shows after a pulse. Default `nil`: a single point returns, others stay.
    public var afterPulse: AfterPulse?
    /// Set points and step commands: what is below is refused; in the unit of the value (raw units
    /// for normalized ones). Default `nil`: what the type can say.
    public var lowLimit: Float?
    /// Set points and step commands: what is above is refused. A step command is refused that
    /// would lead beyond, -64...63 in any case; NaN and infinities are refused always.
    public var highLimit: Float?
    /// What must hold when it is selected and executed; else it is refused. Default: nothing.
    public var interlock: Interlock?

    /// The defaults, unless given.
    public init(
        mode: Mode = .direct, timeTagging: TimeTagging = .allowed, termination: Termination? = nil,
        shortPulse: Duration? = nil, longPulse: Duration? = nil,
        unqualified: CommandQualifier = .persistent, duringPulse: DuringPulse = .refuse,
        afterPulse: AfterPulse? = nil, lowLimit: Float? = nil, highLimit: Float? = nil,
        interlock: Interlock? = nil
    ) {
        self.mode = mode
        self.timeTagging = timeTagging
        self.termination = termination
        self.shortPulse = shortPulse
        self.longPulse = longPulse
        self.unqualified = unqualified
        self.duringPulse = duringPulse
        self.afterPulse = afterPulse
        self.lowLimit = lowLimit
        self.highLimit = highLimit
        self.interlock = interlock
    }
}

extension CommandOptions {
    /// Why a command of a type, 45...51, cannot have these options.
    func problem(_ type: TypeID) -> PointTableError.Code? {
        let pulses = [shortPulse, longPulse].compactMap { $0 }
        let lengths: ClosedRange<Duration> = .milliseconds(1) ... .seconds(3600)
        guard pulses.allSatisfy(lengths.contains) else { return .pulse }
        let limits = [lowLimit, highLimit].compactMap { $0 }
        guard limits.allSatisfy(\.isFinite), limits == limits.sorted() else { return .limits }
        let isNumber = (47...50).contains(type.rawValue)
        return limits.isEmpty || isNumber ? nil : .limits
    }
}
