import IEC104

/// Room for the descriptors of connections.
enum DescriptorRoom {
    /// What a process has open beside connections: files, streams, loops.
    private static let reserve = 100

    /// Raises the limit of open descriptors as far as connections need it.
    ///
    /// - Parameters:
    ///   - wanted: connections that the user asked for; `nil`: no wish.
    ///   - usual: connections when there is no wish: fewer where the system allows no more.
    ///   - others: descriptors beside them.
    /// - Returns: how many connections there is room for.
    /// - Throws: when there is no room for what was asked.
    static func make(
        for wanted: Int?, usually usual: Int, beside others: Int
    ) throws(SystemError) -> Int {
        let limit = try descriptorLimit()
        var count = wanted ?? usual
        if wanted == nil { count = max(min(usual, limit.hard - reserve - others), 1) }
        try raiseDescriptorLimit(to: count + others + reserve)
        return count
    }
}
