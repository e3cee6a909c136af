extension TypeTable {
    /// Process information in monitor direction (IEC 60870-5-101, 7.3.1).
    static let monitorTypes: [TypeDescriptor] = [
        TypeDescriptor(
            .M_SP_NA_1, "M_SP_NA_1",
            "Single-point information", "单点信息",
            .singlePoint, category: .status, sequence: true, several: true, monitor: .status,
            clause: "7.3.1.1"),
        TypeDescriptor(
            .M_SP_TA_1, "M_SP_TA_1",
            "Single-point information with CP24Time2a", "带时标的单点信息",
            .singlePoint, .cp24, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.2"),
        TypeDescriptor(
            .M_DP_NA_1, "M_DP_NA_1",
            "Double-point information", "双点信息",
            .doublePoint, category: .status, sequence: true, several: true, monitor: .status,
            clause: "7.3.1.3"),
        TypeDescriptor(
            .M_DP_TA_1, "M_DP_TA_1",
            "Double-point information with CP24Time2a", "带时标的双点信息",
            .doublePoint, .cp24, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.4"),
        TypeDescriptor(
            .M_ST_NA_1, "M_ST_NA_1",
            "Step position information", "步位置信息",
            .stepPosition, category: .status, sequence: true, several: true, monitor: .status,
            clause: "7.3.1.5"),
        TypeDescriptor(
            .M_ST_TA_1, "M_ST_TA_1",
            "Step position information with CP24Time2a", "带时标的步位置信息",
            .stepPosition, .cp24, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.6"),
        TypeDescriptor(
            .M_BO_NA_1, "M_BO_NA_1",
            "Bitstring of 32 bits", "32比特串",
            .bitString, category: .status, sequence: true, several: true, monitor: .status,
            clause: "7.3.1.7"),
        TypeDescriptor(
            .M_BO_TA_1, "M_BO_TA_1",
            "Bitstring of 32 bits with CP24Time2a", "带时标的32比特串",
            .bitString, .cp24, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.8"),
        TypeDescriptor(
            .M_ME_NA_1, "M_ME_NA_1",
            "Measured value, normalized", "测量值,归一化值",
            .normalized, category: .measurement, sequence: true, several: true, monitor: .measured,
            clause: "7.3.1.9"),
        TypeDescriptor(
            .M_ME_TA_1, "M_ME_TA_1",
            "Measured value, normalized, with CP24Time2a", "测量值,带时标的归一化值",
            .normalized, .cp24, category: .measurement, several: true, monitor: .measuredEvent,
            clause: "7.3.1.10"),
        TypeDescriptor(
            .M_ME_NB_1, "M_ME_NB_1",
            "Measured value, scaled", "测量值,标度化值",
            .scaled, category: .measurement, sequence: true, several: true, monitor: .measured,
            clause: "7.3.1.11"),
        TypeDescriptor(
            .M_ME_TB_1, "M_ME_TB_1",
            "Measured value, scaled, with CP24Time2a", "测量值,带时标的标度化值",
            .scaled, .cp24, category: .measurement, several: true, monitor: .measuredEvent,
            clause: "7.3.1.12"),
        TypeDescriptor(
            .M_ME_NC_1, "M_ME_NC_1",
            "Measured value, short floating point", "测量值,短浮点数",
            .shortFloat, category: .measurement, sequence: true, several: true, monitor: .measured,
            clause: "7.3.1.13"),
        TypeDescriptor(
            .M_ME_TC_1, "M_ME_TC_1",
            "Measured value, short floating point, with CP24Time2a", "测量值,带时标的短浮点数",
            .shortFloat, .cp24, category: .measurement, several: true, monitor: .measuredEvent,
            clause: "7.3.1.14"),
        TypeDescriptor(
            .M_IT_NA_1, "M_IT_NA_1",
            "Integrated totals", "累计量",
            .integratedTotal, category: .counter, sequence: true, several: true, monitor: .counter,
            clause: "7.3.1.15"),
        TypeDescriptor(
            .M_IT_TA_1, "M_IT_TA_1",
            "Integrated totals with CP24Time2a", "带时标的累计量",
            .integratedTotal, .cp24, category: .counter, several: true, monitor: .counter,
            clause: "7.3.1.16"),
        TypeDescriptor(
            .M_EP_TA_1, "M_EP_TA_1",
            "Event of protection equipment with CP24Time2a", "带时标的继电保护装置事件",
            .protectionEvent, .cp24, category: .status, several: true, monitor: .spontaneous,
            clause: "7.3.1.17"),
        TypeDescriptor(
            .M_EP_TB_1, "M_EP_TB_1",
            "Packed start events of protection equipment with CP24Time2a", "带时标的继电保护装置成组启动事件",
            .protectionStart, .cp24, category: .status, several: true, monitor: .spontaneous,
            clause: "7.3.1.18"),
        TypeDescriptor(
            .M_EP_TC_1, "M_EP_TC_1",
            "Packed output circuit information of protection equipment with CP24Time2a",
            "带时标的继电保护装置成组输出电路信息",
            .protectionOutput, .cp24, category: .status, several: true, monitor: .spontaneous,
            clause: "7.3.1.19"),
        TypeDescriptor(
            .M_PS_NA_1, "M_PS_NA_1",
            "Packed single-point information with status change detection", "带变位检出的成组单点信息",
            .packedSinglePoints, category: .status, sequence: true, several: true, monitor: .status,
            clause: "7.3.1.20"),
        TypeDescriptor(
            .M_ME_ND_1, "M_ME_ND_1",
            "Measured value, normalized, without quality descriptor", "测量值,不带品质描述词的归一化值",
            .normalizedWithoutQuality, category: .measurement, sequence: true, several: true,
            monitor: .measured, clause: "7.3.1.21"),
        TypeDescriptor(
            .M_SP_TB_1, "M_SP_TB_1",
            "Single-point information with CP56Time2a", "带CP56Time2a时标的单点信息",
            .singlePoint, .cp56, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.22"),
        TypeDescriptor(
            .M_DP_TB_1, "M_DP_TB_1",
            "Double-point information with CP56Time2a", "带CP56Time2a时标的双点信息",
            .doublePoint, .cp56, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.23"),
        TypeDescriptor(
            .M_ST_TB_1, "M_ST_TB_1",
            "Step position information with CP56Time2a", "带CP56Time2a时标的步位置信息",
            .stepPosition, .cp56, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.24"),
        TypeDescriptor(
            .M_BO_TB_1, "M_BO_TB_1",
            "Bitstring of 32 bits with CP56Time2a", "带CP56Time2a时标的32比特串",
            .bitString, .cp56, category: .status, several: true, monitor: .statusEvent,
            clause: "7.3.1.25"),
        TypeDescriptor(
            .M_ME_TD_1, "M_ME_TD_1",
            "Measured value, normalized, with CP56Time2a", "测量值,带CP56Time2a时标的归一化值",
            .normalized, .cp56, category: .measurement, several: true, monitor: .measuredEvent,
            clause: "7.3.1.26"),
        TypeDescriptor(
            .M_ME_TE_1, "M_ME_TE_1",
            "Measured value, scaled, with CP56Time2a", "测量值,带CP56Time2a时标的标度化值",
            .scaled, .cp56, category: .measurement, several: true, monitor: .measuredEvent,
            clause: "7.3.1.27"),
        TypeDescriptor(
            .M_ME_TF_1, "M_ME_TF_1",
            "Measured value, short floating point, with CP56Time2a", "测量值,带CP56Time2a时标的短浮点数",
            .shortFloat, .cp56, category: .measurement, several: true, monitor: .measuredEvent,
            clause: "7.3.1.28"),
        TypeDescriptor(
            .M_IT_TB_1, "M_IT_TB_1",
            "Integrated totals with CP56Time2a", "带CP56Time2a时标的累计量",
            .integratedTotal, .cp56, category: .counter, several: true, monitor: .counter,
            clause: "7.3.1.29"),
        TypeDescriptor(
            .M_EP_TD_1, "M_EP_TD_1",
            "Event of protection equipment with CP56Time2a", "带CP56Time2a时标的继电保护装置事件",
            .protectionEvent, .cp56, category: .status, several: true, monitor: .spontaneous,
            clause: "7.3.1.30"),
        TypeDescriptor(
            .M_EP_TE_1, "M_EP_TE_1",
            "Packed start events of protection equipment with CP56Time2a",
            "带CP56Time2a时标的继电保护装置成组启动事件",
            .protectionStart, .cp56, category: .status, several: true, monitor: .spontaneous,
            clause: "7.3.1.31"),
        TypeDescriptor(
            .M_EP_TF_1, "M_EP_TF_1",
            "Packed output circuit information of protection equipment with CP56Time2a",
            "带CP56Time2a时标的继电保护装置成组输出电路信息",
            .protectionOutput, .cp56, category: .status, several: true, monitor: .spontaneous,
            clause: "7.3.1.32"),
        TypeDescriptor(
            .S_IT_TC_1, "S_IT_TC_1",
            "Integrated totals of security statistics with CP56Time2a", "带CP56Time2a时标的安全统计累计量",
            .securityStatistics, .cp56, several: true, monitor: .counter, clause: "IEC TS 60870-5-7"
        ),
    ]
}

extension CauseSet {
    fileprivate static let status = CauseSet(2...3, 5...5, 11...12, 20...36)
    fileprivate static let measured = CauseSet(1...3, 5...5, 20...36)
    fileprivate static let statusEvent = CauseSet(3...3, 5...5, 11...12)
    fileprivate static let measuredEvent = CauseSet(3...3, 5...5)
    fileprivate static let counter = CauseSet(3...3, 37...41)
    fileprivate static let spontaneous = CauseSet(3...3)
}
