/// What a hex-dump reader has seen so far. A text that is no dump gives `linesWithOctets` 0.
public struct HexDumpStatistics: Hashable, Sendable {
    /// Lines of the text.
    public var lines = 0
    /// Lines from which at least one octet was taken.
    public var linesWithOctets = 0
    /// Lines with text but without octets, problems or a part in a dump's layout.
    public var ignoredLines = 0
    /// Octets taken from the text.
    public var octets = 0
    /// Problem items handed out.
    public var problems = 0

    /// Nothing seen yet.
    public init() {}
}
