import IEC104
import IEC104Inspect

extension MasterRequest {
    /// What is asked of whom, such as `总召唤 (公共地址1)`.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        var place = "公共地址\(station)"
        switch self {
        case .read, .parameter, .parameterDeactivation: place += ",信息体地址\(address)"
        case .command: place += ",信息体地址\(address)," + typeName
        case .asdu: place += "," + typeName
        default: break
        }
        return "\(action) (\(place))"
    }

    private var action: String {
        switch self {
        case .interrogation(_, .station): "总召唤"
        case .interrogation(_, let qualifier):
            qualifier.group.map { "第\($0)组召唤" } ?? "召唤QOI=\(qualifier.rawValue)"
        case .counterInterrogation(_, let qualifier): Self.counters(qualifier)
        case .read: "读命令"
        case .clockSynchronization: "时钟同步"
        case .command(let command): command.noun + command.mode.description(in: .chinese)
        case .test: "测试命令"
        case .reset(_, let qualifier): "复位进程QRP=\(qualifier.rawValue)"
        case .parameter(_, _, .parameterActivation): "参数激活"
        case .parameter: "参数下装"
        case .parameterDeactivation: "参数停止激活"
        case .delayAcquisition: "延时获得"
        case .asdu: "发送ASDU"
        }
    }

    private static func counters(_ qualifier: QCC) -> String {
        let whose =
            switch qualifier.request {
            case 5: "计数量总"
            case 1...4: "第\(qualifier.request)组计数量"
            default: "计数量RQT=\(qualifier.request)"
            }
        return switch qualifier.freeze {
        case .read: whose + "召唤"
        case .freeze: whose + "冻结不复位"
        case .freezeAndReset: whose + "冻结带复位"
        case .reset: whose + "复位"
        }
    }

    private var typeName: String {
        let number = "<\(type.rawValue)>"
        return Profile.standard.types[type].map { $0.mnemonic + number } ?? "类型标识" + number
    }
}

extension MasterCommand {
    /// What control engineers call commands of that type.
    fileprivate var noun: String {
        switch type.rawValue {
        case 45, 46, 58, 59: "遥控"
        case 47, 60: "步调节"
        case 48...50, 61...63: "设定值"
        case 51, 64: "比特串"
        default: "命令"
        }
    }
}

extension MasterCommand.Mode {
    /// A few words.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return switch self {
        case .direct: "直接执行"
        case .select: "选择"
        case .execute: "执行"
        case .selectBeforeOperate: "选择后执行"
        case .deactivate: "撤销"
        }
    }
}
