/// The tables of the standard as literals, to compare the type table with.
enum StandardTable {
    /// IEC 60870-5-101, 7.2.1, IEC 60870-5-104, 8, and IEC TS 60870-5-7.
    static let names: [UInt8: String] = [
        1: "M_SP_NA_1", 2: "M_SP_TA_1", 3: "M_DP_NA_1", 4: "M_DP_TA_1", 5: "M_ST_NA_1",
        6: "M_ST_TA_1", 7: "M_BO_NA_1", 8: "M_BO_TA_1", 9: "M_ME_NA_1", 10: "M_ME_TA_1",
        11: "M_ME_NB_1", 12: "M_ME_TB_1", 13: "M_ME_NC_1", 14: "M_ME_TC_1", 15: "M_IT_NA_1",
        16: "M_IT_TA_1", 17: "M_EP_TA_1", 18: "M_EP_TB_1", 19: "M_EP_TC_1", 20: "M_PS_NA_1",
        21: "M_ME_ND_1", 30: "M_SP_TB_1", 31: "M_DP_TB_1", 32: "M_ST_TB_1", 33: "M_BO_TB_1",
        34: "M_ME_TD_1", 35: "M_ME_TE_1", 36: "M_ME_TF_1", 37: "M_IT_TB_1", 38: "M_EP_TD_1",
        39: "M_EP_TE_1", 40: "M_EP_TF_1", 41: "S_IT_TC_1", 45: "C_SC_NA_1", 46: "C_DC_NA_1",
        47: "C_RC_NA_1", 48: "C_SE_NA_1", 49: "C_SE_NB_1", 50: "C_SE_NC_1", 51: "C_BO_NA_1",
        58: "C_SC_TA_1", 59: "C_DC_TA_1", 60: "C_RC_TA_1", 61: "C_SE_TA_1", 62: "C_SE_TB_1",
        63: "C_SE_TC_1", 64: "C_BO_TA_1", 70: "M_EI_NA_1", 81: "S_CH_NA_1", 82: "S_RP_NA_1",
        83: "S_AR_NA_1", 84: "S_KR_NA_1", 85: "S_KS_NA_1", 86: "S_KC_NA_1", 87: "S_ER_NA_1",
        90: "S_US_NA_1", 91: "S_UQ_NA_1", 92: "S_UR_NA_1", 93: "S_UK_NA_1", 94: "S_UA_NA_1",
        95: "S_UC_NA_1", 100: "C_IC_NA_1", 101: "C_CI_NA_1", 102: "C_RD_NA_1", 103: "C_CS_NA_1",
        104: "C_TS_NA_1", 105: "C_RP_NA_1", 106: "C_CD_NA_1", 107: "C_TS_TA_1", 110: "P_ME_NA_1",
        111: "P_ME_NB_1", 112: "P_ME_NC_1", 113: "P_AC_NA_1", 120: "F_FR_NA_1", 121: "F_SR_NA_1",
        122: "F_SC_NA_1", 123: "F_LS_NA_1", 124: "F_AF_NA_1", 125: "F_SG_NA_1", 126: "F_DR_TA_1",
        127: "F_SC_NB_1",
    ]

    /// Octets of element and time tag; not those whose number varies.
    static let sizes: [UInt8: Int] = [
        1: 1, 2: 4, 30: 8, 3: 1, 4: 4, 31: 8, 5: 2, 6: 5, 32: 9, 7: 5, 8: 8, 33: 12, 9: 3, 10: 6,
        34: 10, 11: 3, 12: 6, 35: 10, 13: 5, 14: 8, 36: 12, 15: 5, 16: 8, 37: 12, 17: 6, 38: 10,
        18: 7, 39: 11, 19: 7, 40: 11, 20: 5, 21: 2, 41: 14, 45: 1, 58: 8, 46: 1, 59: 8, 47: 1,
        60: 8, 48: 3, 61: 10, 49: 3, 62: 10, 50: 5, 63: 12, 51: 4, 64: 11, 70: 1, 100: 1, 101: 1,
        102: 0, 103: 7, 104: 2, 105: 1, 106: 2, 107: 9, 110: 3, 111: 3, 112: 5, 113: 1, 120: 6,
        121: 7, 122: 4, 123: 5, 124: 4, 126: 13, 127: 16,
    ]

    /// The types with SQ = 1 allowed.
    static let sequenceAllowed: Set<UInt8> = [1, 3, 5, 7, 9, 11, 13, 15, 20, 21, 126]

    /// The causes of each type in control and in monitor direction (IEC 60870-5-101, 7.2.3).
    static let causes: [(types: [UInt8], control: [UInt8], monitor: [UInt8])] = [
        ([1, 3, 5, 7, 20], [], [2, 3, 5, 11, 12] + groups),
        ([9, 11, 13, 21], [], [1, 2, 3, 5] + groups),
        ([2, 4, 6, 8, 30, 31, 32, 33], [], [3, 5, 11, 12]),
        ([10, 12, 14, 34, 35, 36], [], [3, 5]),
        ([15, 16, 37], [], [3, 37, 38, 39, 40, 41]),
        ([17, 18, 19, 38, 39, 40], [], [3]),
        ([45, 46, 47, 48, 49, 50, 58, 59, 60, 61, 62, 63], [6, 8], [7, 9, 10] + unknown),
        ([51, 64], [6], [7, 10] + unknown),
        ([70], [], [4]),
        ([100, 101], [6, 8], [7, 9, 10] + unknown),
        ([102], [5], unknown),
        ([103], [6], [3, 7] + unknown),
        ([104, 105, 107], [6], [7] + unknown),
        ([106], [3, 6], [7] + unknown),
        ([110, 111, 112], [6], [7] + groups + unknown),
        ([113], [6, 8], [7, 9] + unknown),
        ([120, 121, 123, 124, 125], [13], [13] + unknown),
        ([122], [5, 13], [13] + unknown),
        ([126], [], [3, 5]),
    ]

    /// The types whose causes the table does not name: query log and IEC TS 60870-5-7.
    static let causesNotNamed: Set<UInt8> = [
        41, 81, 82, 83, 84, 85, 86, 87, 90, 91, 92, 93, 94, 95, 127,
    ]

    /// The causes that are defined; 48...63 are private.
    static let definedCauses = Set<UInt8>(Array(1...16) + Array(20...41) + Array(44...63))

    private static let groups = Array<UInt8>(20...36)
    private static let unknown: [UInt8] = [44, 45, 46, 47]
}
