extension TypeTable {
    /// Secure authentication (IEC TS 60870-5-7): named, their octets kept raw.
    static let securityTypes: [TypeDescriptor] = [
        TypeDescriptor(
            .S_CH_NA_1, "S_CH_NA_1",
            "Authentication challenge", "认证挑战",
            .raw, several: true, address: .absent, control: CauseSet(14...14),
            monitor: CauseSet(14...14), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_RP_NA_1, "S_RP_NA_1",
            "Authentication reply", "认证应答",
            .raw, several: true, address: .absent, control: CauseSet(14...14),
            monitor: CauseSet(14...14), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_AR_NA_1, "S_AR_NA_1",
            "Aggressive mode authentication request", "主动模式认证请求",
            .raw, several: true, address: .absent, control: CauseSet(14...14),
            monitor: CauseSet(14...14), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_KR_NA_1, "S_KR_NA_1",
            "Session key status request", "会话密钥状态请求",
            .raw, several: true, address: .absent, control: CauseSet(15...15),
            monitor: CauseSet(15...15), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_KS_NA_1, "S_KS_NA_1",
            "Session key status", "会话密钥状态",
            .raw, several: true, address: .absent, control: CauseSet(15...15),
            monitor: CauseSet(15...15), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_KC_NA_1, "S_KC_NA_1",
            "Session key change", "会话密钥变更",
            .raw, several: true, address: .absent, control: CauseSet(15...15),
            monitor: CauseSet(15...15), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_ER_NA_1, "S_ER_NA_1",
            "Authentication error", "认证错误",
            .raw, several: true, address: .absent, control: CauseSet(14...14),
            monitor: CauseSet(14...14), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_US_NA_1, "S_US_NA_1",
            "User status change", "用户状态变更",
            .raw, several: true, address: .absent, control: CauseSet(16...16),
            monitor: CauseSet(16...16), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_UQ_NA_1, "S_UQ_NA_1",
            "Update key change request", "更新密钥变更请求",
            .raw, several: true, address: .absent, control: CauseSet(16...16),
            monitor: CauseSet(16...16), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_UR_NA_1, "S_UR_NA_1",
            "Update key change reply", "更新密钥变更应答",
            .raw, several: true, address: .absent, control: CauseSet(16...16),
            monitor: CauseSet(16...16), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_UK_NA_1, "S_UK_NA_1",
            "Update key change, symmetric", "更新密钥对称变更",
            .raw, several: true, address: .absent, control: CauseSet(16...16),
            monitor: CauseSet(16...16), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_UA_NA_1, "S_UA_NA_1",
            "Update key change, asymmetric", "更新密钥非对称变更",
            .raw, several: true, address: .absent, control: CauseSet(16...16),
            monitor: CauseSet(16...16), clause: "IEC TS 60870-5-7"),
        TypeDescriptor(
            .S_UC_NA_1, "S_UC_NA_1",
            "Update key change confirmation", "更新密钥变更确认",
            .raw, several: true, address: .absent, control: CauseSet(16...16),
            monitor: CauseSet(16...16), clause: "IEC TS 60870-5-7"),
    ]
}
