import IEC104Inspect
import Testing

@testable import IEC104
@testable import IEC104Net
@testable import IEC104Tool

@Suite("Reasons in Chinese", .timeLimit(.minutes(10)))
struct ErrorWordsTests {
    /// Han characters, no words left in English, and advice behind the last semicolon.
    private func check(
        _ text: String, _ english: String, _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(text != english, sourceLocation: place)
        let isChinese = text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
        #expect(isChinese, "\(text)", sourceLocation: place)
        let advice = text.split(separator: ";").last ?? ""
        #expect(text.contains(";"), "\(text)", sourceLocation: place)
        #expect(advice.contains("请") || advice == "无需处理", "\(text)", sourceLocation: place)
        for leftOver in ["  ", "@", "#", "。", "\n", ";;", ",,", ",;"] {
            #expect(!text.contains(leftOver), "\(text)", sourceLocation: place)
        }
    }

    private func sessionError(
        _ code: SessionError.Code, _ phase: SessionPhase = .started, offending: Int32? = 104
    ) -> SessionError {
        SessionError(
            code: code, phase: phase, sendState: 1207, receiveState: 503, acknowledgedState: 1204,
            offending: offending)
    }

    // MARK: Sessions

    @Test("every end of a session says what, the numbers and what to check")
    func sessions() {
        for code in SessionError.Code.allCases {
            let error = sessionError(code)
            let text = error.description(in: .chinese)
            check(text, error.description)
            #expect(text.hasPrefix(code.description(in: .chinese)))
            for part in [
                "V(S)=1207", "V(R)=503", "Ack=1204", "未确认的I帧3个", "STARTED (数据传输已启动)",
            ] {
                #expect(text.contains(part), "\(text)")
            }
            #expect(text.contains("104") || text.contains("68H"), "\(text)")
            #expect(code.description(in: .chinese) != code.name)
            #expect(error.description(in: .english) == error.description)
            check(sessionError(code, offending: nil).description(in: .chinese), "")
        }
        #expect(
            sessionError(.sendNumber).description(in: .chinese)
                == "收到的I帧的发送序号N(S)不等于V(R) (N(S)=104),状态STARTED (数据传输已启动),"
                + "V(S)=1207,V(R)=503,Ack=1204,本侧未确认的I帧3个;"
                + "请检查I帧是否丢失、重复或乱序,对侧在每次建立连接后是否从0开始计数,中间设备是否改动了数据")
        let start = sessionError(.startReceived, offending: 7)
        #expect(start.description(in: .chinese).contains("07H"))
    }

    @Test("every state has its name and what it means", arguments: SessionPhase.allCases)
    func states(phase: SessionPhase) {
        let text = phase.description(in: .chinese)
        #expect(text.hasPrefix("\(phase) (") && text.hasSuffix(")"))
        #expect(phase.description(in: .english) == "\(phase)")
    }

    @Test("numbers that no session gives are written too", arguments: [Int32.min, -1, 0, .max])
    func strangeNumbers(number: Int32) {
        for code in SessionError.Code.allCases {
            check(sessionError(code, offending: number).description(in: .chinese), "")
        }
    }

    // MARK: Requests

    @Test("every failure of a request says what was asked, what happened and what to check")
    func requests() {
        let request = MasterRequest.command(
            MasterCommand(
                station: 7, .C_DC_NA_1, at: 6001, .doubleCommand(DCO(true)),
                mode: .selectBeforeOperate))
        for code in RequestError.Code.allCases {
            let plain = RequestError(code, request)
            check(plain.description(in: .chinese), plain.description)
            let error = RequestError(
                code, request, step: .selection, cause: .unknownObjectAddress, station: 9,
                mayHaveActed: true, linkEnd: .testTimeout,
                encoding: EncodeError(.addressTooLarge, object: 0))
            let text = error.description(in: .chinese)
            check(text, error.description)
            for part in [
                "遥控选择后执行 (公共地址7,信息体地址6001,C_DC_NA_1<46>): ",
                "传送原因47 (未知的信息对象地址)", "公共地址9", "当时等待选择的确认",
                "链路结束原因: TESTFR激活在t1内未得到确认", "地址超出其字段 (第1个信息对象)",
                "子站仍可能已经执行",
            ] {
                #expect(text.contains(part), "\(text)")
            }
            #expect(error.description(in: .english) == error.description)
        }
        let refused = RequestError(
            .unknownStation, .interrogation(station: 3, .station), step: .confirmation,
            cause: .unknownCommonAddress, station: 3)
        #expect(
            refused.description(in: .chinese)
                == "总召唤 (公共地址3): 没有此公共地址的子站,传送原因46 (未知的应用服务数据单元公共地址),"
                + "当时等待答复;请检查公共地址,以及公共地址的字节数是否与约定一致")
    }

    @Test(
        "what is asked is named as in a control center",
        arguments: [
            (.interrogation(station: 1, .station), "总召唤 (公共地址1)"),
            (.interrogation(station: 1, QOI(rawValue: 23)), "第3组召唤 (公共地址1)"),
            (.interrogation(station: 1, QOI(rawValue: 77)), "召唤QOI=77 (公共地址1)"),
            (.counterInterrogation(station: 2, .general), "计数量总召唤 (公共地址2)"),
            (
                .counterInterrogation(station: 2, QCC(request: 4, freeze: .freezeAndReset)),
                "第4组计数量冻结带复位 (公共地址2)"
            ),
            (
                .counterInterrogation(station: 2, QCC(request: 60, freeze: .reset)),
                "计数量RQT=60复位 (公共地址2)"
            ),
            (.read(station: 2, 4001), "读命令 (公共地址2,信息体地址4001)"),
            (.clockSynchronization(station: 65535, time: nil), "时钟同步 (公共地址65535)"),
            (.test(station: 1, isTimeTagged: true), "测试命令 (公共地址1)"),
            (.reset(station: 1, .eventBuffer), "复位进程QRP=2 (公共地址1)"),
            (.delayAcquisition(station: 1), "延时获得 (公共地址1)"),
            (
                .command(
                    MasterCommand(
                        station: 1, .C_SE_NC_1, at: 6200, .floatSetPoint(R32(1), QOS(rawValue: 0)))),
                "设定值直接执行 (公共地址1,信息体地址6200,C_SE_NC_1<50>)"
            ),
            (
                .command(
                    MasterCommand(
                        station: 1, 200, at: 1, .bitStringCommand(1), mode: .deactivate)),
                "命令撤销 (公共地址1,信息体地址1,类型标识<200>)"
            ),
        ] as [(MasterRequest, String)])
    func requestNames(request: MasterRequest, words: String) {
        #expect(request.description(in: .chinese) == words)
        #expect(request.description(in: .english) == request.description)
    }

    @Test("every step and every mode has its words")
    func steps() {
        let steps = RequestError.Step.allCases.map { $0.description(in: .chinese) }
        let modes = MasterCommand.Mode.allCases.map { $0.description(in: .chinese) }
        #expect(Set(steps).count == steps.count && Set(modes).count == modes.count)
        for step in RequestError.Step.allCases {
            #expect(step.description(in: .english) == step.description)
        }
    }

    // MARK: Connections

    @Test("every failure to connect says where, why and what to check")
    func connecting() {
        for code in ConnectError.Code.allCases {
            let plain = ConnectError(code, host: "rtu7", port: 2405)
            check(plain.description(in: .chinese), plain.description)
            let error = ConnectError(
                code, host: "::1", port: 2404,
                attempts: ["[::1]:2404: Connection refused", "10.0.0.7:2404: strange"],
                detail: "the resolver says: Name or service not known")
            let text = error.description(in: .chinese)
            check(text, error.description)
            for part in [
                "无法连接 [::1]:2404: ", "10.0.0.7:2404: strange",
                "[::1]:2404: 连接被拒绝 (Connection refused, errno 111)",
                "域名解析: 主机名未知 (Name or service not known)",
            ] {
                #expect(text.contains(part), "\(text)")
            }
            #expect(error.description(in: .english) == error.description)
        }
    }

    @Test(
        "a failed call of the system says what was tried, on what, why and what to do",
        arguments: [
            (
                SystemError(number: 98, operation: "listen on", context: "0.0.0.0:2404"),
                "无法监听 0.0.0.0:2404: 端口已被占用 (Address already in use, errno 98);"
                    + "请停止占用此端口的程序,或换用其他端口"
            ),
            (
                SystemError(
                    number: 99, operation: "listen",
                    context: "on 'rtu7', which is no numeric address"),
                "无法监听'rtu7',它不是数字形式的地址: 本机没有此地址"
            ),
            (
                SystemError(
                    number: 24, operation: "open 1100 descriptors",
                    context: "with a hard limit of 1024"),
                "无法打开1100个文件描述符,硬上限为1024: "
            ),
            (
                SystemError(number: 1, operation: "raise the limit of open descriptors to 4000"),
                "无法将文件描述符的上限提高到4000: "
            ),
            (
                SystemError(number: 110, operation: "connect from", context: "10.0.0.1:0"),
                "无法从 10.0.0.1:0 发起连接: "
            ),
            (
                SystemError(
                    number: 125, operation: "run to the end",
                    context: "on a loop that was shut down"),
                "事件循环已关闭,无法运行到结束: "
            ),
            (
                SystemError(number: 71, operation: "do 3 things", context: "here"),
                "操作失败: do 3 things here: "
            ),
        ])
    func system(error: SystemError, words: String) {
        let text = error.description(in: .chinese)
        check(text, error.description)
        #expect(text.hasPrefix(words), "\(text)")
        #expect(text.contains("errno \(error.number)"))
        #expect(error.description(in: .english) == error.description)
    }

    @Test("any number, operation and context gives a sentence")
    func anySystemError() {
        let texts = ["", "listen on", "connect to", "5", "use a connection", "on '", "open 5"]
        for number in Int32(-1)...140 {
            for operation in texts {
                for context in texts {
                    let error = SystemError(
                        number: number, operation: operation, context: context)
                    let text = error.description(in: .chinese)
                    #expect(text.contains("errno \(number)"), "\(text)")
                }
            }
        }
    }

    @Test("every way a link ends says what happened, the numbers and what to check")
    func links() {
        let reset = SystemError(number: 113, operation: "use a connection")
        let ends: [LinkEnd.NetworkEnd?] = [nil, .finished, .reset, .failed(reset)]
        for network in ends {
            let end = LinkEnd(
                reason: sessionError(.lost), network: network, statistics: SessionStatistics())
            let text = end.description(in: .chinese)
            check(text, end.description)
            for part in ["V(S)=1207", "V(R)=503", "Ack=1204", "未确认的I帧3个"] {
                #expect(text.contains(part), "\(text)")
            }
            #expect(end.description(in: .english) == end.description)
            let failure = ConnectionFailure.ended(end)
            #expect(failure.description(in: .chinese) == text)
            #expect(ErrorWords.text(failure, in: .chinese) == text)
        }
        var reason = sessionError(.lost, .stopped)
        reason.acknowledgedState = reason.sendState
        let end = LinkEnd(reason: reason, network: .finished, statistics: SessionStatistics())
        #expect(
            end.description(in: .chinese)
                == "对侧在状态STOPPED (数据传输未启动)下正常关闭了连接;无需处理")
        for failure in [ConnectionFailure.alreadyConnected, .cancelled] {
            check(failure.description(in: .chinese), failure.description)
            #expect(failure.description(in: .english) == failure.description)
        }
    }

    // MARK: Points

    @Test(
        "every reason of a point table says which point, why and how to mend it",
        arguments: [
            .stationAddress, .objectAddress, .repeatedPoint, .repeatedCommand, .notAPoint,
            .wrongInformation, .notACommand, .unknownPoint, .cannotDrive, .deadband,
            .counterGroup, .cyclicPeriod, .backgroundPeriod, .tooManyPeriods, .stationField,
            .objectField, .tableFull,
        ] as [PointTableError.Code])
    func points(code: PointTableError.Code) {
        let error = PointTableError(code, station: 31, address: 4711)
        let text = error.description(in: .chinese)
        check(text, error.description)
        #expect(text.hasPrefix("无法添加信息体地址4711 (公共地址31): "), "\(text)")
        #expect(error.description(in: .english) == error.description)
        #expect(ErrorWords.text(error, in: .chinese) == text)
    }

    // MARK: Any error

    @Test("any error has words: those of its type, else its own")
    func anyError() {
        struct Strange: Error, CustomStringConvertible { let description = "strange" }
        #expect(ErrorWords.text(Strange(), in: .chinese) == "strange")
        #expect(ErrorWords.text(CancellationError(), in: .chinese) == "已取消")
        #expect(ErrorWords.text(CancellationError(), in: .english) == "it was cancelled")
        let connect = ConnectError(.refused, host: "h", port: 1)
        #expect(
            ErrorWords.text(ConnectionFailure.notConnected(connect), in: .chinese)
                == connect.description(in: .chinese))
        #expect(
            ErrorWords.text(ConnectionFailure.notConnected(connect), in: .english)
                == connect.description)
    }
}
