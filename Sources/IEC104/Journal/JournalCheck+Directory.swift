package import IEC104Station

extension JournalCheck {
    /// Looks at the journal in a directory, and changes nothing there.
    ///
    /// - Returns: what is in it, and whether an outstation uses it at this moment.
    package static func directory(
        _ path: String
    ) throws(JournalFault) -> (check: JournalCheck, isInUse: Bool) {
        var disk = JournalDirectory(path, isReadOnly: true)
        defer { disk.close() }
        let check = try JournalCheck(&disk, boot: JournalDirectory.boot)
        return (check, disk.isInUse)
    }
}
