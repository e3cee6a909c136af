extension TypeTable {
    /// Process information in control direction (IEC 60870-5-101, 7.3.2, and IEC 60870-5-104, 8).
    static let controlTypes: [TypeDescriptor] = [
        TypeDescriptor(
            .C_SC_NA_1, "C_SC_NA_1",
            "Single command", "单命令",
            .singleCommand, category: .command, control: .activationOrDeactivation,
            monitor: .answers, clause: "7.3.2.1"),
        TypeDescriptor(
            .C_DC_NA_1, "C_DC_NA_1",
            "Double command", "双命令",
            .doubleCommand, category: .command, control: .activationOrDeactivation,
            monitor: .answers, clause: "7.3.2.2"),
        TypeDescriptor(
            .C_RC_NA_1, "C_RC_NA_1",
            "Regulating step command", "步调节命令",
            .stepCommand, category: .command, control: .activationOrDeactivation, monitor: .answers,
            clause: "7.3.2.3"),
        TypeDescriptor(
            .C_SE_NA_1, "C_SE_NA_1",
            "Set-point command, normalized", "设点命令,归一化值",
            .normalizedSetPoint, category: .setPoint, control: .activationOrDeactivation,
            monitor: .answers, clause: "7.3.2.4"),
        TypeDescriptor(
            .C_SE_NB_1, "C_SE_NB_1",
            "Set-point command, scaled", "设点命令,标度化值",
            .scaledSetPoint, category: .setPoint, control: .activationOrDeactivation,
            monitor: .answers, clause: "7.3.2.5"),
        TypeDescriptor(
            .C_SE_NC_1, "C_SE_NC_1",
            "Set-point command, short floating point", "设点命令,短浮点数",
            .floatSetPoint, category: .setPoint, control: .activationOrDeactivation,
            monitor: .answers, clause: "7.3.2.6"),
        TypeDescriptor(
            .C_BO_NA_1, "C_BO_NA_1",
            "Bitstring of 32 bits command", "32比特串命令",
            .bitStringCommand, category: .setPoint, control: .activation, monitor: .bitString,
            clause: "7.3.2.7"),
        TypeDescriptor(
            .C_SC_TA_1, "C_SC_TA_1",
            "Single command with CP56Time2a", "带CP56Time2a时标的单命令",
            .singleCommand, .cp56, category: .command, control: .activationOrDeactivation,
            monitor: .answers, clause: "60870-5-104, 8.1"),
        TypeDescriptor(
            .C_DC_TA_1, "C_DC_TA_1",
            "Double command with CP56Time2a", "带CP56Time2a时标的双命令",
            .doubleCommand, .cp56, category: .command, control: .activationOrDeactivation,
            monitor: .answers, clause: "60870-5-104, 8.2"),
        TypeDescriptor(
            .C_RC_TA_1, "C_RC_TA_1",
            "Regulating step command with CP56Time2a", "带CP56Time2a时标的步调节命令",
            .stepCommand, .cp56, category: .command, control: .activationOrDeactivation,
            monitor: .answers, clause: "60870-5-104, 8.3"),
        TypeDescriptor(
            .C_SE_TA_1, "C_SE_TA_1",
            "Set-point command, normalized, with CP56Time2a", "带CP56Time2a时标的设点命令,归一化值",
            .normalizedSetPoint, .cp56, category: .setPoint, control: .activationOrDeactivation,
            monitor: .answers, clause: "60870-5-104, 8.4"),
        TypeDescriptor(
            .C_SE_TB_1, "C_SE_TB_1",
            "Set-point command, scaled, with CP56Time2a", "带CP56Time2a时标的设点命令,标度化值",
            .scaledSetPoint, .cp56, category: .setPoint, control: .activationOrDeactivation,
            monitor: .answers, clause: "60870-5-104, 8.5"),
        TypeDescriptor(
            .C_SE_TC_1, "C_SE_TC_1",
            "Set-point command, short floating point, with CP56Time2a", "带CP56Time2a时标的设点命令,短浮点数",
            .floatSetPoint, .cp56, category: .setPoint, control: .activationOrDeactivation,
            monitor: .answers, clause: "60870-5-104, 8.6"),
        TypeDescriptor(
            .C_BO_TA_1, "C_BO_TA_1",
            "Bitstring of 32 bits command with CP56Time2a", "带CP56Time2a时标的32比特串命令",
            .bitStringCommand, .cp56, category: .setPoint, control: .activation,
            monitor: .bitString, clause: "60870-5-104, 8.7"),
    ]
}

extension CauseSet {
    fileprivate static let activation = CauseSet(6...6)
    fileprivate static let activationOrDeactivation = CauseSet(6...6, 8...8)
    fileprivate static let answers = CauseSet(7...7, 9...10, 44...47)
    fileprivate static let bitString = CauseSet(7...7, 10...10, 44...47)
}
