import IEC104Codec

/// The bit fields of every information element: each of its bits belongs to exactly one.
enum ElementFields {
    /// The name of an element: mostly its symbol.
    static func name(of element: ElementDescriptor) -> Phrase {
        let chinese =
            switch element.name {
            case "start CP56Time2a": "起始CP56Time2a"
            case "stop CP56Time2a": "终止CP56Time2a"
            default: element.name
            }
        return Phrase(element.name, chinese)
    }

    /// The fields of an element, lowest bit first; empty for a name that is not in the table.
    static func fields(of element: ElementDescriptor) -> [BitField] { table[element.name] ?? [] }

    static let cp24 =
        minute + [
            BitField(
                22, "RES1", Phrase("substituted time", "时标被取代"), Phrase("genuine time", "真实时间")),
            BitField(23, "IV", Phrase("invalid", "无效"), Phrase("valid", "有效")),
        ]

    static let cp56 =
        cp24 + [
            BitField(24...28, Phrase("Hours", "时"), .number(Phrase("hour, 0...23", "时 0...23"))),
            .reserved(29...30),
            BitField(31, "SU", Phrase("summer time", "夏时制"), Phrase("standard time", "标准时间")),
            BitField(
                32...36, Phrase("Day of month", "日"), .number(Phrase("day, 1...31", "日 1...31"))),
            BitField(
                37...39, Phrase("Day of week", "星期"),
                .choice { $0 == 0 ? Phrase("not used", "未用") : Phrase.weekday[Int($0 - 1) % 7] }),
            BitField(40...43, Phrase("Months", "月"), .number(Phrase("month, 1...12", "月 1...12"))),
            .reserved(44...47),
            BitField(
                48...54, Phrase("Years", "年"),
                .number(Phrase("year of century, 0...99", "年 0...99"))),
            .reserved(55...55),
        ]

    private static let minute = [
        BitField(
            0...15, Phrase("Milliseconds", "毫秒"),
            .number(Phrase("milliseconds of the minute, 0...59999", "毫秒 0...59999"))),
        BitField(16...21, Phrase("Minutes", "分"), .number(Phrase("minute, 0...59", "分 0...59"))),
    ]

    private static let sharedQuality = [
        BitField(4, "BL", Phrase("blocked", "被闭锁"), Phrase("not blocked", "未被闭锁")),
        BitField(5, "SB", Phrase("substituted", "被取代"), Phrase("not substituted", "未被取代")),
        BitField(6, "NT", Phrase("not topical", "非当前值"), Phrase("topical", "当前值")),
        BitField(7, "IV", Phrase("invalid", "无效"), Phrase("valid", "有效")),
    ]
    private static let elapsedTime = BitField(
        3, "EI", Phrase("elapsed time invalid", "动作时间无效"),
        Phrase("elapsed time valid", "动作时间有效"))
    private static let selectExecute = BitField(7, "S/E", .select, .execute)
    private static let qualifierOfCommand = BitField(
        2...6, "QU", .choice { Phrase.commandQualifier($0) })
    private static func value(_ kind: BitField.Kind, _ width: Int, _ name: String) -> [BitField] {
        [BitField(0...(width - 1), name, kind)]
    }
    private static let elapsed = value(
        .number(Phrase("milliseconds, 0...59999", "毫秒 0...59999")), 16, "CP16Time2a")

    private static let table: [String: [BitField]] = [
        "SIQ": [BitField(0, "SPI", .on, .off), .reserved(1...3)] + sharedQuality,
        "DIQ": [
            BitField(0...1, "DPI", .choice { Phrase.doublePoint[Int($0 & 3)] }),
            .reserved(2...3),
        ] + sharedQuality,
        "QDS": [
            BitField(0, "OV", Phrase("overflow", "溢出"), Phrase("no overflow", "未溢出")),
            .reserved(1...3),
        ] + sharedQuality,
        "QDP": [.reserved(0...2), elapsedTime] + sharedQuality,
        "VTI": [
            BitField(
                0...6, Phrase("Value", "值"), .signed(Phrase("step, -64...63", "步位置 -64...63"))),
            BitField(
                7, "T", .moving, Phrase("not in transient state", "设备未在瞬变状态")),
        ],
        "NVA": value(.normalized, 16, "NVA"),
        "SVA": value(.signed(Phrase("scaled value", "标度化值")), 16, "SVA"),
        "R32": value(.float, 32, "R32"),
        "BCR": [
            BitField(0...31, Phrase("Counter", "计数值"), .signed(Phrase("counter reading", "计数器读数"))),
            BitField(32...36, "SQ", .number(Phrase("sequence number, 0...31", "顺序号 0...31"))),
            BitField(37, "CY", Phrase("carry", "进位"), Phrase("no carry", "无进位")),
            BitField(38, "CA", Phrase("adjusted", "被调整"), Phrase("not adjusted", "未被调整")),
            BitField(39, "IV", Phrase("invalid", "无效"), Phrase("valid", "有效")),
        ],
        "SEP": [
            BitField(0...1, "ES", .choice { Phrase.doublePoint[Int($0 & 3)] }),
            .reserved(2...2), elapsedTime,
        ] + sharedQuality,
        "SPE": flags(SPE.names, Phrase.start) + [.reserved(6...7)],
        "OCI": flags(OCI.names, Phrase.output) + [.reserved(4...7)],
        "BSI": value(.bits(Phrase("32 bits, bit 1 lowest", "32比特,最低位为比特1")), 32, "BSI"),
        "FBP": value(.bits(Phrase("fixed test pattern 55AA", "固定测试字55AA")), 16, "FBP"),
        "SCO": [
            BitField(0, "SCS", .on, .off), .reserved(1...1), qualifierOfCommand, selectExecute,
        ],
        "DCO": [
            BitField(0...1, "DCS", .choice { Phrase.doubleCommand[Int($0 & 3)] }),
            qualifierOfCommand, selectExecute,
        ],
        "RCO": [
            BitField(0...1, "RCS", .choice { Phrase.stepCommand[Int($0 & 3)] }),
            qualifierOfCommand, selectExecute,
        ],
        "CP16Time2a": elapsed,
        "COI": [
            BitField(0...6, "COI", .choice { Phrase.initialization($0) }),
            BitField(
                7, "BS1", Phrase("after change of local parameters", "当地参数改变后"),
                Phrase("with unchanged local parameters", "未改变当地参数")),
        ],
        "QOI": value(.choice { Phrase.interrogation($0) }, 8, "QOI"),
        "QCC": [
            BitField(0...5, "RQT", .choice { Phrase.counterRequest($0) }),
            BitField(6...7, "FRZ", .choice { Phrase.freeze[Int($0 & 3)] }),
        ],
        "QPM": [
            BitField(0...5, "KPA", .choice { Phrase.parameter($0) }),
            BitField(
                6, "LPC", Phrase("local parameter change", "当地参数改变"),
                Phrase("no local parameter change", "当地参数未改变")),
            BitField(
                7, "POP", Phrase("not in operation", "参数未运行"),
                Phrase("in operation", "参数在运行")),
        ],
        "QPA": value(.choice { Phrase.parameterActivation($0) }, 8, "QPA"),
        "QRP": value(.choice { Phrase.reset($0) }, 8, "QRP"),
        "FRQ": ready(Phrase("file not ready", "文件未准备好"), Phrase("file ready", "文件已准备好")),
        "SRQ": ready(Phrase("section not ready", "节未准备好"), Phrase("section ready", "节已准备好")),
        "SCQ": [
            BitField(0...3, "SCQ", .choice { Phrase.fileCall($0) }),
            BitField(4...7, Phrase("SCQ error", "SCQ差错"), .choice { Phrase.fileError($0) }),
        ],
        "LSQ": value(.choice { Phrase.fileLast($0) }, 8, "LSQ"),
        "AFQ": [
            BitField(0...3, "AFQ", .choice { Phrase.fileAcknowledgement($0) }),
            BitField(4...7, Phrase("AFQ error", "AFQ差错"), .choice { Phrase.fileError($0) }),
        ],
        "NOF": value(.number(Phrase("name of file", "文件名称")), 16, "NOF"),
        "NOS": value(.number(Phrase("name of section", "节名称")), 8, "NOS"),
        "LOF": value(.number(Phrase("length of file or section", "文件或节的长度")), 24, "LOF"),
        "LOS": value(.number(Phrase("length of segment", "段的长度")), 8, "LOS"),
        "CHS": value(.bits(Phrase("checksum", "校验和")), 8, "CHS"),
        "SOF": [
            BitField(0...4, "STATUS", .number(Phrase("status of file", "文件状态"))),
            BitField(
                5, "LFD", Phrase("last file of the directory", "目录的最后文件"),
                Phrase("another file follows", "后面还有目录文件")),
            BitField(
                6, "FOR", Phrase("name of a subdirectory", "定义子目录名"),
                Phrase("name of a file", "定义文件名")),
            BitField(
                7, "FA", Phrase("transfer is active", "此文件传输已激活"),
                Phrase("waits for transfer", "文件等待传输")),
        ],
        "QOS": [
            BitField(0...6, "QL", .number(Phrase("qualifier, 0 default", "限定词 0缺省"))),
            selectExecute,
        ],
        "SCD": [
            BitField(0...15, "ST", .bits(Phrase("states of points 16...1", "第16...1点的状态"))),
            BitField(
                16...31, "CD", .bits(Phrase("changes of points 16...1", "第16...1点的变位检出"))),
        ],
        "TSC": value(.number(Phrase("test sequence counter", "测试顺序计数器")), 16, "TSC"),
        "start CP56Time2a": cp56,
        "stop CP56Time2a": cp56,
        "AID": value(.number(Phrase("association identifier", "关联标识")), 16, "AID"),
    ]

    private static func flags(_ names: [String], _ phrases: [Phrase]) -> [BitField] {
        zip(names, phrases).enumerated().map { bit, pair in
            BitField(bit, pair.0, pair.1, .no)
        }
    }

    private static func ready(_ set: Phrase, _ clear: Phrase) -> [BitField] {
        [.reserved(0...6), BitField(7, "BS1", set, clear)]
    }
}
