extension TypeTable {
    /// System information in both directions (IEC 60870-5-101, 7.3.3 and 7.3.4).
    static let systemTypes: [TypeDescriptor] = [
        TypeDescriptor(
            .M_EI_NA_1, "M_EI_NA_1",
            "End of initialization", "初始化结束",
            .endOfInitialization, address: .irrelevant, monitor: CauseSet(4...4), clause: "7.3.3.1"),
        TypeDescriptor(
            .C_IC_NA_1, "C_IC_NA_1",
            "Interrogation command", "总召唤命令",
            .interrogation, address: .irrelevant, global: true, control: .activationOrDeactivation,
            monitor: .interrogation, clause: "7.3.4.1"),
        TypeDescriptor(
            .C_CI_NA_1, "C_CI_NA_1",
            "Counter interrogation command", "计数量召唤命令",
            .counterInterrogation, address: .irrelevant, global: true,
            control: .activationOrDeactivation, monitor: .interrogation, clause: "7.3.4.2"),
        TypeDescriptor(
            .C_RD_NA_1, "C_RD_NA_1",
            "Read command", "读命令",
            .empty, control: CauseSet(5...5), monitor: CauseSet(44...47), clause: "7.3.4.3"),
        TypeDescriptor(
            .C_CS_NA_1, "C_CS_NA_1",
            "Clock synchronization command", "时钟同步命令",
            .empty, .cp56, address: .irrelevant, global: true, control: .activation,
            monitor: CauseSet(3...3, 7...7, 44...47), clause: "7.3.4.4"),
        TypeDescriptor(
            .C_TS_NA_1, "C_TS_NA_1",
            "Test command", "测试命令",
            .testPattern, address: .irrelevant, control: .activation, monitor: .confirmation,
            clause: "7.3.4.5"),
        TypeDescriptor(
            .C_RP_NA_1, "C_RP_NA_1",
            "Reset process command", "复位进程命令",
            .resetProcess, address: .irrelevant, global: true, control: .activation,
            monitor: .confirmation, clause: "7.3.4.6"),
        TypeDescriptor(
            .C_CD_NA_1, "C_CD_NA_1",
            "Delay acquisition command", "延时获得命令",
            .delay, address: .irrelevant, control: CauseSet(3...3, 6...6), monitor: .confirmation,
            clause: "7.3.4.7"),
        TypeDescriptor(
            .C_TS_TA_1, "C_TS_TA_1",
            "Test command with CP56Time2a", "带CP56Time2a时标的测试命令",
            .testSequence, .cp56, address: .irrelevant, control: .activation,
            monitor: .confirmation, clause: "60870-5-104, 8.8"),
    ]
}

extension CauseSet {
    fileprivate static let activation = CauseSet(6...6)
    fileprivate static let activationOrDeactivation = CauseSet(6...6, 8...8)
    fileprivate static let interrogation = CauseSet(7...7, 9...10, 44...47)
    fileprivate static let confirmation = CauseSet(7...7, 44...47)
}
