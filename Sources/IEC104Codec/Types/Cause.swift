/// Cause of transmission, the six-bit number (IEC 60870-5-101, 7.2.3). Any number is a value.
public struct Cause: RawRepresentable, Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 0...63.
    public let rawValue: UInt8
    /// The cause with the number in the low six bits of `rawValue`.
    public init(rawValue: UInt8) { self.rawValue = rawValue & 0x3F }
    /// The cause with the number in the low six bits of `rawValue`.
    public init(_ rawValue: UInt8) { self.rawValue = rawValue & 0x3F }
    /// The cause with the number in the low six bits of `value`.
    public init(integerLiteral value: UInt8) { self.init(value) }

    /// Whether the standard defines it.
    public var isDefined: Bool { CauseSet.defined.contains(self) }
}

extension Cause {
    /// Periodic, cyclic.
    public static let periodic = Cause(1)
    /// Background scan.
    public static let backgroundScan = Cause(2)
    /// Spontaneous.
    public static let spontaneous = Cause(3)
    /// Initialized.
    public static let initialized = Cause(4)
    /// Request or requested.
    public static let request = Cause(5)
    /// Activation.
    public static let activation = Cause(6)
    /// Activation confirmation.
    public static let activationConfirmation = Cause(7)
    /// Deactivation.
    public static let deactivation = Cause(8)
    /// Deactivation confirmation.
    public static let deactivationConfirmation = Cause(9)
    /// Activation termination.
    public static let activationTermination = Cause(10)
    /// Return information caused by a remote command.
    public static let returnRemote = Cause(11)
    /// Return information caused by a local command.
    public static let returnLocal = Cause(12)
    /// File transfer.
    public static let fileTransfer = Cause(13)
    /// Authentication.
    public static let authentication = Cause(14)
    /// Maintenance of the authentication session key.
    public static let sessionKey = Cause(15)
    /// Maintenance of user role and update key.
    public static let userRoleAndUpdateKey = Cause(16)
    /// Interrogated by station interrogation.
    public static let interrogatedByStation = Cause(20)
    /// Requested by general counter request.
    public static let counterRequest = Cause(37)
    /// Unknown type identification.
    public static let unknownType = Cause(44)
    /// Unknown cause of transmission.
    public static let unknownCause = Cause(45)
    /// Unknown common address of ASDU.
    public static let unknownCommonAddress = Cause(46)
    /// Unknown information object address.
    public static let unknownObjectAddress = Cause(47)

    /// Interrogated by interrogation of group `group`, 1...16; other numbers give the station's.
    public static func interrogatedByGroup(_ group: UInt8) -> Cause {
        (1...16).contains(group) ? Cause(20 + group) : .interrogatedByStation
    }

    /// Requested by the request of counter group `group`, 1...4; other numbers give the general
    /// one.
    public static func counterRequest(group: UInt8) -> Cause {
        (1...4).contains(group) ? Cause(37 + group) : .counterRequest
    }
}

extension Cause: CustomStringConvertible {
    /// The English name, such as `activation confirmation`.
    public var description: String { names.english }
    /// The Chinese name of DL/T 634.5101.
    public var chineseName: String { names.chinese }

    private var names: (english: String, chinese: String) {
        switch rawValue {
        case 0: ("not used", "未用")
        case 1: ("periodic", "周期、循环")
        case 2: ("background scan", "背景扫描")
        case 3: ("spontaneous", "突发")
        case 4: ("initialized", "初始化")
        case 5: ("request", "请求或被请求")
        case 6: ("activation", "激活")
        case 7: ("activation confirmation", "激活确认")
        case 8: ("deactivation", "停止激活")
        case 9: ("deactivation confirmation", "停止激活确认")
        case 10: ("activation termination", "激活终止")
        case 11: ("return information, remote command", "远方命令引起的返送信息")
        case 12: ("return information, local command", "当地命令引起的返送信息")
        case 13: ("file transfer", "文件传输")
        case 14: ("authentication", "认证")
        case 15: ("maintenance of session key", "认证会话密钥维护")
        case 16: ("maintenance of user role and update key", "用户角色和更新密钥维护")
        case 20: ("interrogated by station", "响应站召唤")
        case 21...36: ("interrogated by group \(rawValue - 20)", "响应第\(rawValue - 20)组召唤")
        case 37: ("general counter request", "响应计数量站召唤")
        case 38...41:
            ("counter request of group \(rawValue - 37)", "响应第\(rawValue - 37)组计数量召唤")
        case 44: ("unknown type identification", "未知的类型标识")
        case 45: ("unknown cause of transmission", "未知的传送原因")
        case 46: ("unknown common address", "未知的应用服务数据单元公共地址")
        case 47: ("unknown information object address", "未知的信息对象地址")
        case 48...63: ("private \(rawValue)", "专用\(rawValue)")
        default: ("reserved \(rawValue)", "保留\(rawValue)")
        }
    }
}

/// A set of causes of transmission.
public struct CauseSet: OptionSet, Hashable, Sendable {
    /// Bit n stands for cause n.
    public let rawValue: UInt64
    /// The set whose bits are `rawValue`.
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    /// The set of these ranges of numbers, each within 0...63; other numbers are left out.
    public init(_ ranges: ClosedRange<UInt8>...) {
        var bits: UInt64 = 0
        for range in ranges {
            for number in range where number < 64 { bits |= 1 << UInt64(number) }
        }
        rawValue = bits
    }

    /// Whether `cause` is in the set.
    public func contains(_ cause: Cause) -> Bool { rawValue >> UInt64(cause.rawValue) & 1 == 1 }

    /// The causes that the standard defines, and the private ones (48...63).
    public static let defined = CauseSet(1...16, 20...41, 44...63)
}
