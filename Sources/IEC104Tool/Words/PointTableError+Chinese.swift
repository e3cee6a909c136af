import IEC104
import IEC104Inspect

extension PointTableError {
    /// One sentence: which point, why, how to mend it.
    func description(in language: Language) -> String {
        guard language == .chinese, let words = Self.words.first(where: { $0.code == code })?.text
        else { return description }
        return "无法添加信息体地址\(address) (公共地址\(station)): \(words)"
    }

    private static let words: [(code: Code, text: String)] = [
        (.stationAddress, "公共地址必须为1...65534;请另选一个"),
        (.objectAddress, "信息体地址必须为1...16777215;请另选一个"),
        (.repeatedPoint, "该子站在此地址已有一个点;请为每个点选用不同的地址"),
        (.repeatedCommand, "该子站在此地址已有一个命令;请为每个命令选用不同的地址"),
        (.notAPoint, "此类型标识不是点的类型;请使用类型1...21、30...40"),
        (.wrongInformation, "值与类型标识不符;请给出该类型的值"),
        (.notACommand, "此类型标识不是命令的类型;请使用类型45...51"),
        (.unknownPoint, "所控制的点不在此表中;请先添加该点"),
        (.cannotDrive, "此命令不能设置所控制的点;请改为控制其他点或不控制任何点"),
        (.deadband, "死区值无效;请写0或正数"),
        (.counterGroup, "计数量组无效;请写1...4,且只用于累计量"),
        (.cyclicPeriod, "循环传送周期无效;请只对测量值使用,取10 ms至48 h,其他点用背景扫描"),
        (.backgroundPeriod, "背景扫描周期无效;请只对参与总召唤的点使用,取10 ms至48 h"),
        (.tooManyPeriods, "不同的周期超过100种;请重复使用已有的周期"),
        (.stationField, "公共地址超出其字段;请另选一个,或改变字段的字节数"),
        (.objectField, "信息体地址超出其字段;请另选一个,或改变字段的字节数"),
        (.deadbandRange, "百分数死区无效;请取0...100,并给出量程,下限小于上限"),
        (.parameters, "平滑系数或限值无效;请取0至小于1的系数,限值有限且下限不大于上限,只用于测量值"),
        (.limits, "限值无效;请写有限的数,下限不大于上限,且只用于设点命令和步调节命令"),
        (.pulse, "脉冲长度无效;请取1 ms至1 h"),
        (.interlock, "联锁条件中有不存在的点,或该点没有的状态;请先添加该点或改正状态"),
        (.tableFull, "一个表最多16777216个点和同样多的命令;请减少点数"),
    ]
}
