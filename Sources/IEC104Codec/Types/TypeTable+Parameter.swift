extension TypeTable {
    /// Parameters in control direction (IEC 60870-5-101, 7.3.5).
    static let parameterTypes: [TypeDescriptor] = [
        TypeDescriptor(
            .P_ME_NA_1, "P_ME_NA_1",
            "Parameter of measured value, normalized", "测量值参数,归一化值",
            .normalizedParameter, control: CauseSet(6...6),
            monitor: CauseSet(7...7, 20...36, 44...47), clause: "7.3.5.1"),
        TypeDescriptor(
            .P_ME_NB_1, "P_ME_NB_1",
            "Parameter of measured value, scaled", "测量值参数,标度化值",
            .scaledParameter, control: CauseSet(6...6), monitor: CauseSet(7...7, 20...36, 44...47),
            clause: "7.3.5.2"),
        TypeDescriptor(
            .P_ME_NC_1, "P_ME_NC_1",
            "Parameter of measured value, short floating point", "测量值参数,短浮点数",
            .floatParameter, control: CauseSet(6...6), monitor: CauseSet(7...7, 20...36, 44...47),
            clause: "7.3.5.3"),
        TypeDescriptor(
            .P_AC_NA_1, "P_AC_NA_1",
            "Parameter activation", "参数激活",
            .parameterActivation, address: .any, control: CauseSet(6...6, 8...8),
            monitor: CauseSet(7...7, 9...9, 44...47), clause: "7.3.5.4"),
    ]
}
