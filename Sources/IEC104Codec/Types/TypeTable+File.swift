extension TypeTable {
    /// File transfer (IEC 60870-5-101, 7.3.6, and IEC 60870-5-104, 8.9).
    static let fileTypes: [TypeDescriptor] = [
        TypeDescriptor(
            .F_FR_NA_1, "F_FR_NA_1",
            "File ready", "文件准备就绪",
            .fileReady, control: .file, monitor: .fileAnswers, clause: "7.3.6.1"),
        TypeDescriptor(
            .F_SR_NA_1, "F_SR_NA_1",
            "Section ready", "节准备就绪",
            .sectionReady, control: .file, monitor: .fileAnswers, clause: "7.3.6.2"),
        TypeDescriptor(
            .F_SC_NA_1, "F_SC_NA_1",
            "Call directory, select file, call file, call section", "召唤目录,选择文件,召唤文件,召唤节",
            .fileCall, address: .any, control: CauseSet(5...5, 13...13), monitor: .fileAnswers,
            clause: "7.3.6.3"),
        TypeDescriptor(
            .F_LS_NA_1, "F_LS_NA_1",
            "Last section, last segment", "最后的节,最后的段",
            .fileLast, control: .file, monitor: .fileAnswers, clause: "7.3.6.4"),
        TypeDescriptor(
            .F_AF_NA_1, "F_AF_NA_1",
            "Acknowledge file, acknowledge section", "认可文件,认可节",
            .fileAcknowledgement, control: .file, monitor: .fileAnswers,
            clause: "7.3.6.5"),
        TypeDescriptor(
            .F_SG_NA_1, "F_SG_NA_1",
            "Segment", "段",
            .fileSegment, control: .file, monitor: .fileAnswers, clause: "7.3.6.6"),
        TypeDescriptor(
            .F_DR_TA_1, "F_DR_TA_1",
            "Directory", "目录",
            .fileDirectory, .cp56, sequence: true, several: true,
            monitor: CauseSet(3...3, 5...5), clause: "7.3.6.7"),
        TypeDescriptor(
            .F_SC_NB_1, "F_SC_NB_1",
            "Query log", "查询日志",
            .logQuery, control: CauseSet(5...5, 13...13), monitor: .fileAnswers,
            clause: "60870-5-104, 8.9"),
    ]
}

extension CauseSet {
    fileprivate static let file = CauseSet(13...13)
    fileprivate static let fileAnswers = CauseSet(13...13, 44...47)
}
