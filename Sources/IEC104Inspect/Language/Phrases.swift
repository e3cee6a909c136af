import IEC104Codec

extension Information {
    /// The state of what has states, such as `on` or `合`; `nil` for all else.
    package func stateText(in language: Language) -> String? {
        let state: DoublePointState
        switch self {
        case .singlePoint(let point): state = point.isOn ? .on : .off
        case .doublePoint(let point): state = point.state
        case .protectionEvent(let event, _): state = event.state
        default: return nil
        }
        return Phrase.doublePoint[Int(state.rawValue & 3)][language]
    }
}

extension Quality {
    /// `good`, or the bits that are set as the standard names them: `IV NT`.
    package func shortText(in language: Language) -> String {
        let set = Self.names.filter { contains($0.quality) }.map(\.name)
        return set.isEmpty ? Phrase.good[language] : set.joined(separator: " ")
    }
}

/// States and qualifiers in words.
extension Phrase {
    static let on = Phrase("on", "合")
    static let off = Phrase("off", "分")
    static let higher = Phrase("higher", "升")
    static let lower = Phrase("lower", "降")
    static let notPermitted = Phrase("not permitted", "不允许")
    static let reserved = Phrase("reserved", "保留")
    static let privateUse = Phrase("private", "专用")
    static let select = Phrase("select", "选择")
    static let execute = Phrase("execute", "执行")
    static let moving = Phrase("in transient state", "设备处于瞬变状态")
    static let good = Phrase("good", "有效")
    static let no = Phrase("no", "否")

    static let doublePoint = [
        Phrase("intermediate", "中间状态"), off, on, Phrase("indeterminate", "不确定状态"),
    ]
    static let doubleCommand = [notPermitted, off, on, notPermitted]
    static let stepCommand = [notPermitted, lower, higher, notPermitted]

    static let freeze = [
        Phrase("read", "读(无冻结)"), Phrase("freeze", "冻结不复位"),
        Phrase("freeze and reset", "冻结带复位"), Phrase("reset", "复位"),
    ]

    static let quality: [(quality: Quality, phrase: Phrase)] = [
        (.invalid, Phrase("invalid", "无效")),
        (.notTopical, Phrase("not topical", "非当前值")),
        (.substituted, Phrase("substituted", "被取代")),
        (.blocked, Phrase("blocked", "被闭锁")),
        (.elapsedTimeInvalid, Phrase("elapsed time invalid", "动作时间无效")),
        (.overflow, Phrase("overflow", "溢出")),
    ]

    static func commandQualifier(_ number: UInt8) -> Phrase {
        switch number {
        case 0: Phrase("no additional definition", "无另外的定义")
        case 1: Phrase("short pulse", "短脉冲")
        case 2: Phrase("long pulse", "长脉冲")
        case 3: Phrase("persistent output", "持续输出")
        case 4...8: reserved
        case 9...15: Phrase("other predefined function", "其他预定义功能")
        default: privateUse
        }
    }

    static func interrogation(_ number: UInt8) -> Phrase {
        switch number {
        case 20: Phrase("station", "站召唤(全局)")
        case 21...36: Phrase("group \(number - 20)", "第\(number - 20)组召唤")
        case 64...: privateUse
        default: reserved
        }
    }

    static func counterRequest(_ number: UInt8) -> Phrase {
        switch number {
        case 1...4: Phrase("counter group \(number)", "第\(number)组计数量")
        case 5: Phrase("all counters", "总的计数量召唤")
        case 32...: privateUse
        default: reserved
        }
    }

    static func initialization(_ number: UInt8) -> Phrase {
        switch number {
        case 0: Phrase("local power switch on", "当地电源合上")
        case 1: Phrase("local manual reset", "当地手动复位")
        case 2: Phrase("remote reset", "远方复位")
        case 32...: privateUse
        default: reserved
        }
    }

    static func reset(_ number: UInt8) -> Phrase {
        switch number {
        case 1: Phrase("general reset of process", "进程的总复位")
        case 2: Phrase("reset of the event buffer", "复位事件缓冲区等待处理的带时标的信息")
        case 128...: privateUse
        default: reserved
        }
    }

    static func parameter(_ number: UInt8) -> Phrase {
        switch number {
        case 1: Phrase("threshold", "门限值")
        case 2: Phrase("smoothing factor", "平滑系数")
        case 3: Phrase("low limit", "传送测量值的下限")
        case 4: Phrase("high limit", "传送测量值的上限")
        case 32...: privateUse
        default: reserved
        }
    }

    static func parameterActivation(_ number: UInt8) -> Phrase {
        switch number {
        case 1: Phrase("loaded parameters", "激活/停止激活之前装载的参数")
        case 2: Phrase("parameter of the object", "激活/停止激活所寻址信息对象的参数")
        case 3: Phrase("cyclic transmission of the object", "激活/停止激活所寻址信息对象的循环传输")
        case 128...: privateUse
        default: reserved
        }
    }

    static func fileCall(_ number: UInt8) -> Phrase {
        switch number {
        case 0: Phrase("call directory", "召唤目录")
        case 1: Phrase("select file", "选择文件")
        case 2: Phrase("request file", "请求文件")
        case 3: Phrase("deactivate file", "停止激活文件")
        case 4: Phrase("delete file", "删除文件")
        case 5: Phrase("select section", "选择节")
        case 6: Phrase("request section", "请求节")
        case 7: Phrase("deactivate section", "停止激活节")
        case 11...: privateUse
        default: reserved
        }
    }

    static func fileLast(_ number: UInt8) -> Phrase {
        switch number {
        case 1: Phrase("file transferred", "不带停止激活的文件传输")
        case 2: Phrase("file transferred, deactivated", "带停止激活的文件传输")
        case 3: Phrase("section transferred", "不带停止激活的节传输")
        case 4: Phrase("section transferred, deactivated", "带停止激活的节传输")
        case 128...: privateUse
        default: reserved
        }
    }

    static func fileAcknowledgement(_ number: UInt8) -> Phrase {
        switch number {
        case 1: Phrase("file accepted", "文件传输的肯定认可")
        case 2: Phrase("file refused", "文件传输的否定认可")
        case 3: Phrase("section accepted", "节传输的肯定认可")
        case 4: Phrase("section refused", "节传输的否定认可")
        case 11...: privateUse
        default: reserved
        }
    }

    static func fileError(_ number: UInt8) -> Phrase {
        switch number {
        case 0: Phrase("no error", "无差错")
        case 1: Phrase("memory not available", "无所请求的存储空间")
        case 2: Phrase("checksum failed", "校验和错")
        case 3: Phrase("unexpected service", "非所期望的通信服务")
        case 4: Phrase("unexpected name of file", "非所期望的文件名称")
        case 5: Phrase("unexpected name of section", "非所期望的节名称")
        case 11...: privateUse
        default: reserved
        }
    }

    static let start = [
        Phrase("general start", "总启动"), Phrase("start L1", "A相启动"),
        Phrase("start L2", "B相启动"), Phrase("start L3", "C相启动"),
        Phrase("start earth current", "接地电流启动"), Phrase("start reverse", "反向启动"),
    ]
    static let output = [
        Phrase("general command", "总命令输出"), Phrase("command L1", "A相命令输出"),
        Phrase("command L2", "B相命令输出"), Phrase("command L3", "C相命令输出"),
    ]
    static let weekday = [
        Phrase("Monday", "星期一"), Phrase("Tuesday", "星期二"), Phrase("Wednesday", "星期三"),
        Phrase("Thursday", "星期四"), Phrase("Friday", "星期五"), Phrase("Saturday", "星期六"),
        Phrase("Sunday", "星期日"),
    ]

    static func function(_ function: UFunction) -> Phrase {
        let chinese =
            switch function {
            case .startDTAct: "启动数据传输 激活"
            case .startDTCon: "启动数据传输 确认"
            case .stopDTAct: "停止数据传输 激活"
            case .stopDTCon: "停止数据传输 确认"
            case .testFRAct: "测试链路 激活"
            case .testFRCon: "测试链路 确认"
            }
        return Phrase(function.description, function.description + " " + chinese)
    }
}
