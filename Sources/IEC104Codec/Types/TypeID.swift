/// Type identification of an ASDU (IEC 60870-5-101, 7.2.1): 1...127 standard, 128...135 reserved
/// for routing, 136...255 private. Any number is a value; the names are the standard's mnemonics.
public struct TypeID: RawRepresentable, Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// The octet on the wire.
    public var rawValue: UInt8
    /// The type with the number `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The type with the number `rawValue`.
    public init(_ rawValue: UInt8) { self.rawValue = rawValue }
    /// The type with the number `value`.
    public init(integerLiteral value: UInt8) { self.rawValue = value }

    /// Whether the number is free for use by agreement (136...255).
    public var isPrivate: Bool { rawValue >= 136 }
}

// MARK: Process information in monitor direction
extension TypeID {
    /// Single-point information.
    public static let M_SP_NA_1 = TypeID(1)
    /// Single-point information with CP24Time2a.
    public static let M_SP_TA_1 = TypeID(2)
    /// Double-point information.
    public static let M_DP_NA_1 = TypeID(3)
    /// Double-point information with CP24Time2a.
    public static let M_DP_TA_1 = TypeID(4)
    /// Step position information.
    public static let M_ST_NA_1 = TypeID(5)
    /// Step position information with CP24Time2a.
    public static let M_ST_TA_1 = TypeID(6)
    /// Bitstring of 32 bits.
    public static let M_BO_NA_1 = TypeID(7)
    /// Bitstring of 32 bits with CP24Time2a.
    public static let M_BO_TA_1 = TypeID(8)
    /// Measured value, normalized.
    public static let M_ME_NA_1 = TypeID(9)
    /// Measured value, normalized, with CP24Time2a.
    public static let M_ME_TA_1 = TypeID(10)
    /// Measured value, scaled.
    public static let M_ME_NB_1 = TypeID(11)
    /// Measured value, scaled, with CP24Time2a.
    public static let M_ME_TB_1 = TypeID(12)
    /// Measured value, short floating point.
    public static let M_ME_NC_1 = TypeID(13)
    /// Measured value, short floating point, with CP24Time2a.
    public static let M_ME_TC_1 = TypeID(14)
    /// Integrated totals.
    public static let M_IT_NA_1 = TypeID(15)
    /// Integrated totals with CP24Time2a.
    public static let M_IT_TA_1 = TypeID(16)
    /// Event of protection equipment with CP24Time2a.
    public static let M_EP_TA_1 = TypeID(17)
    /// Packed start events of protection equipment with CP24Time2a.
    public static let M_EP_TB_1 = TypeID(18)
    /// Packed output circuit information of protection equipment with CP24Time2a.
    public static let M_EP_TC_1 = TypeID(19)
    /// Packed single-point information with status change detection.
    public static let M_PS_NA_1 = TypeID(20)
    /// Measured value, normalized, without quality descriptor.
    public static let M_ME_ND_1 = TypeID(21)
    /// Single-point information with CP56Time2a.
    public static let M_SP_TB_1 = TypeID(30)
    /// Double-point information with CP56Time2a.
    public static let M_DP_TB_1 = TypeID(31)
    /// Step position information with CP56Time2a.
    public static let M_ST_TB_1 = TypeID(32)
    /// Bitstring of 32 bits with CP56Time2a.
    public static let M_BO_TB_1 = TypeID(33)
    /// Measured value, normalized, with CP56Time2a.
    public static let M_ME_TD_1 = TypeID(34)
    /// Measured value, scaled, with CP56Time2a.
    public static let M_ME_TE_1 = TypeID(35)
    /// Measured value, short floating point, with CP56Time2a.
    public static let M_ME_TF_1 = TypeID(36)
    /// Integrated totals with CP56Time2a.
    public static let M_IT_TB_1 = TypeID(37)
    /// Event of protection equipment with CP56Time2a.
    public static let M_EP_TD_1 = TypeID(38)
    /// Packed start events of protection equipment with CP56Time2a.
    public static let M_EP_TE_1 = TypeID(39)
    /// Packed output circuit information of protection equipment with CP56Time2a.
    public static let M_EP_TF_1 = TypeID(40)
    /// Integrated totals of security statistics with CP56Time2a.
    public static let S_IT_TC_1 = TypeID(41)
}

// MARK: Process information in control direction
extension TypeID {
    /// Single command.
    public static let C_SC_NA_1 = TypeID(45)
    /// Double command.
    public static let C_DC_NA_1 = TypeID(46)
    /// Regulating step command.
    public static let C_RC_NA_1 = TypeID(47)
    /// Set-point command, normalized.
    public static let C_SE_NA_1 = TypeID(48)
    /// Set-point command, scaled.
    public static let C_SE_NB_1 = TypeID(49)
    /// Set-point command, short floating point.
    public static let C_SE_NC_1 = TypeID(50)
    /// Bitstring of 32 bits command.
    public static let C_BO_NA_1 = TypeID(51)
    /// Single command with CP56Time2a.
    public static let C_SC_TA_1 = TypeID(58)
    /// Double command with CP56Time2a.
    public static let C_DC_TA_1 = TypeID(59)
    /// Regulating step command with CP56Time2a.
    public static let C_RC_TA_1 = TypeID(60)
    /// Set-point command, normalized, with CP56Time2a.
    public static let C_SE_TA_1 = TypeID(61)
    /// Set-point command, scaled, with CP56Time2a.
    public static let C_SE_TB_1 = TypeID(62)
    /// Set-point command, short floating point, with CP56Time2a.
    public static let C_SE_TC_1 = TypeID(63)
    /// Bitstring of 32 bits command with CP56Time2a.
    public static let C_BO_TA_1 = TypeID(64)
}

// MARK: System information in monitor direction
extension TypeID {
    /// End of initialization.
    public static let M_EI_NA_1 = TypeID(70)
}

// MARK: Secure authentication (IEC TS 60870-5-7)
extension TypeID {
    /// Authentication challenge.
    public static let S_CH_NA_1 = TypeID(81)
    /// Authentication reply.
    public static let S_RP_NA_1 = TypeID(82)
    /// Aggressive mode authentication request.
    public static let S_AR_NA_1 = TypeID(83)
    /// Session key status request.
    public static let S_KR_NA_1 = TypeID(84)
    /// Session key status.
    public static let S_KS_NA_1 = TypeID(85)
    /// Session key change.
    public static let S_KC_NA_1 = TypeID(86)
    /// Authentication error.
    public static let S_ER_NA_1 = TypeID(87)
    /// User status change.
    public static let S_US_NA_1 = TypeID(90)
    /// Update key change request.
    public static let S_UQ_NA_1 = TypeID(91)
    /// Update key change reply.
    public static let S_UR_NA_1 = TypeID(92)
    /// Update key change, symmetric.
    public static let S_UK_NA_1 = TypeID(93)
    /// Update key change, asymmetric.
    public static let S_UA_NA_1 = TypeID(94)
    /// Update key change confirmation.
    public static let S_UC_NA_1 = TypeID(95)
}

// MARK: System information in control direction
extension TypeID {
    /// Interrogation command.
    public static let C_IC_NA_1 = TypeID(100)
    /// Counter interrogation command.
    public static let C_CI_NA_1 = TypeID(101)
    /// Read command.
    public static let C_RD_NA_1 = TypeID(102)
    /// Clock synchronization command.
    public static let C_CS_NA_1 = TypeID(103)
    /// Test command.
    public static let C_TS_NA_1 = TypeID(104)
    /// Reset process command.
    public static let C_RP_NA_1 = TypeID(105)
    /// Delay acquisition command.
    public static let C_CD_NA_1 = TypeID(106)
    /// Test command with CP56Time2a.
    public static let C_TS_TA_1 = TypeID(107)
}

// MARK: Parameters in control direction
extension TypeID {
    /// Parameter of measured value, normalized.
    public static let P_ME_NA_1 = TypeID(110)
    /// Parameter of measured value, scaled.
    public static let P_ME_NB_1 = TypeID(111)
    /// Parameter of measured value, short floating point.
    public static let P_ME_NC_1 = TypeID(112)
    /// Parameter activation.
    public static let P_AC_NA_1 = TypeID(113)
}

// MARK: File transfer
extension TypeID {
    /// File ready.
    public static let F_FR_NA_1 = TypeID(120)
    /// Section ready.
    public static let F_SR_NA_1 = TypeID(121)
    /// Call directory, select file, call file, call section.
    public static let F_SC_NA_1 = TypeID(122)
    /// Last section, last segment.
    public static let F_LS_NA_1 = TypeID(123)
    /// Acknowledge file, acknowledge section.
    public static let F_AF_NA_1 = TypeID(124)
    /// Segment.
    public static let F_SG_NA_1 = TypeID(125)
    /// Directory.
    public static let F_DR_TA_1 = TypeID(126)
    /// Query log.
    public static let F_SC_NB_1 = TypeID(127)
}
