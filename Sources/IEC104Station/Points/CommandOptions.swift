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

    /// The procedure. Default: direct. Bit strings have no select bit: they are always direct.
    public var mode: Mode
    /// Whether the command carries a time tag. Default: allowed.
    public var timeTagging: TimeTagging
    /// Whether an execution is ended with act term. Default true.
    public var terminates: Bool

    /// The defaults, unless given.
    public init(
        mode: Mode = .direct, timeTagging: TimeTagging = .allowed, terminates: Bool = true
    ) {
        self.mode = mode
        self.timeTagging = timeTagging
        self.terminates = terminates
    }
}
