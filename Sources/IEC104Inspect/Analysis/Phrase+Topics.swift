import IEC104Codec

extension Phrase {
    /// The heading of the findings of a topic.
    static func topic(_ topic: Finding.Topic) -> Phrase {
        switch topic {
        case .problem(let code): Phrase(code.summary, Phrase.chineseSummary(code))
        case .connectionRefused: Phrase("connection refused", "连接被拒绝")
        case .connectionReset: Phrase("connection reset", "连接被复位")
        case .connectionUnanswered:
            Phrase("request for a connection not answered", "连接请求无应答")
        case .sendNumberGap: Phrase("sequence gap: N(S) skips numbers", "序号缺口: N(S)跳号")
        case .sendNumberRepeated: Phrase("N(S) used before", "N(S)重复")
        case .receiveNumber: Phrase("N(R) outside the window", "N(R)超出窗口")
        case .unacknowledged:
            Phrase("more than k I APDUs unacknowledged", "未被确认的I帧多于k")
        case .acknowledgedLate:
            Phrase("more than w I APDUs received before one acknowledgement", "接收多于w个I帧后才确认")
        case .acknowledgementLaterThanT1:
            Phrase("acknowledgement later than t1", "确认晚于t1")
        case .acknowledgementMissing:
            Phrase("I APDU never acknowledged, longer than t1", "I帧超过t1仍未被确认")
        case .acknowledgementLaterThanT2:
            Phrase("acknowledgement later than t2", "确认晚于t2")
        case .functionUnconfirmed: Phrase("U act without con", "U帧激活无确认")
        case .functionTime: Phrase("U con later than t1", "U帧确认晚于t1")
        case .functionUnasked: Phrase("U con without act", "U帧确认无对应激活")
        case .transferWhileStopped:
            Phrase("I or S APDU while data transfer is stopped", "数据传输停止状态下出现I帧或S帧")
        case .wrongRole:
            Phrase("STARTDT or STOPDT act from the controlled station", "子站发送STARTDT或STOPDT激活")
        case .requestUnanswered: Phrase("request without answer", "请求无应答")
        case .answerTime: Phrase("request answered late", "请求应答过晚")
        case .negative: Phrase("negative confirmation (P/N = 1)", "否定确认 (P/N = 1)")
        case .refusedAsUnknown:
            Phrase(
                "unknown type, cause, station or object (cause 44...47)",
                "未知的类型、原因、公共地址或对象地址 (原因44...47)")
        case .undefinedCause: Phrase("undefined cause of transmission", "未定义的传送原因")
        case .foreign: Phrase("another protocol", "其他协议")
        case .startRepeated:
            Phrase("STARTDT act while data transfer is started", "数据传输已启动时又发STARTDT激活")
        case .testMissing:
            Phrase(
                "silent for longer than t3 without TESTFR act from the other side",
                "静默超过t3而对侧未发TESTFR激活")
        case .terminationMissing:
            Phrase("activation without termination (cause 10)", "激活后无激活终止 (原因10)")
        case .captureGap: Phrase("octets missing in the capture", "抓包缺少字节")
        }
    }

    /// What one finding says beyond its topic.
    static func finding(_ kind: Finding.Kind, _ profile: Profile) -> Phrase {
        switch kind {
        case .sendNumberGap(let expected, let found, let missing):
            Phrase(
                "N(S)=\(found), expected \(expected): \(missing) missing",
                "N(S)=\(found),应为\(expected): 缺\(missing)个")
        case .sendNumberRepeated(let expected, let found):
            Phrase("N(S)=\(found), expected \(expected)", "N(S)=\(found),应为\(expected)")
        case .receiveNumber(let found, let acknowledged?, let next):
            Phrase(
                "N(R)=\(found), possible \(acknowledged)...\(next)",
                "N(R)=\(found),应在\(acknowledged)...\(next)内")
        case .receiveNumber(let found, nil, let next):
            Phrase("N(R)=\(found), at most \(next) possible", "N(R)=\(found),最大应为\(next)")
        case .unacknowledged(let count, let k):
            Phrase("\(count) unacknowledged, k = \(k)", "\(count)个未被确认,k = \(k)")
        case .acknowledgedLate(let count, let w):
            Phrase("acknowledges \(count) at once, w = \(w)", "一次确认\(count)个,w = \(w)")
        case .acknowledgementTime(let send, let after, _):
            Phrase("of N(S)=\(send) after \(text(after))", "N(S)=\(send)在\(text(after))后被确认")
        case .acknowledgementMissing(let send, let waited):
            Phrase("N(S)=\(send), waited \(text(waited))", "N(S)=\(send),已等待\(text(waited))")
        case .functionUnconfirmed(let function, let waited):
            waiting(function.description, waited)
        case .functionTime(let function, let after):
            Phrase("\(function) after \(text(after))", "\(function)在\(text(after))后")
        case .functionUnasked(let function), .wrongRole(let function):
            Phrase(function.description, function.description)
        case .transferWhileStopped(let format):
            format == .information ? Phrase("I APDU", "I帧") : Phrase("S APDU", "S帧")
        case .testMissing(let silence):
            Phrase("silent for \(text(silence))", "静默\(text(silence))")
        case .problem(let problem): numbers(of: problem)
        case .foreign(let foreign): Phrase(foreign.description, foreign.description)
        case .connectionUnanswered(let attempts):
            Phrase("SYN sent ", "SYN发送") + count(attempts, "time", "times", "次")
        case .captureGap(let octets): Phrase("\(octets) octets", "\(octets)字节")
        case .startRepeated, .connectionRefused, .connectionReset: Phrase("", "")
        case .requestUnanswered, .answerTime, .terminationMissing, .negative, .refusedAsUnknown,
            .undefinedCause:
            request(kind, profile)
        }
    }

    /// Where a problem is, what was expected and found: the topic says the rest.
    private static func numbers(of problem: DecodeError) -> Phrase {
        var phrase = Phrase("octet \(problem.offset)", "偏移\(problem.offset)")
        if let expected = problem.expected {
            phrase =
                phrase
                + Phrase(
                    ", expected \(problem.written(expected))", ",应为\(problem.written(expected))")
        }
        if let found = problem.found {
            phrase =
                phrase
                + Phrase(", found \(problem.written(found))", ",实为\(problem.written(found))")
        }
        return phrase
    }

    private static func request(_ kind: Finding.Kind, _ profile: Profile) -> Phrase {
        switch kind {
        case .requestUnanswered(let request, let waited):
            waiting(asked(request, profile), waited)
        case .answerTime(let request, let after):
            asked(request, profile) + Phrase(", after \(text(after))", ",\(text(after))后")
        case .terminationMissing(let request): asked(request, profile)
        case .negative(let type, let cause, let request),
            .refusedAsUnknown(let type, let cause, let request):
            named(type, profile) + Phrase(" ", " ") + Phrase.cause(cause)
                + (request.map { Phrase("; asked: ", "; 请求: ") + asked($0, profile) }
                    ?? Phrase("; the request was not seen", "; 未见到请求"))
        case .undefinedCause(let type, let cause):
            named(type, profile) + Phrase(" ", " ") + Phrase.cause(cause)
        default: Phrase("", "")
        }
    }

    private static func waiting(_ what: Phrase, _ waited: Duration?) -> Phrase {
        guard let waited else { return what }
        return what + Phrase(", waited \(text(waited))", ",已等待\(text(waited))")
    }

    private static func waiting(_ what: String, _ waited: Duration?) -> Phrase {
        waiting(Phrase(what, what), waited)
    }

    /// Type, cause, station, object, and what the object carries.
    private static func asked(_ request: Finding.Request, _ profile: Profile) -> Phrase {
        let (station, object) = (request.commonAddress, request.object.address)
        var phrase = named(request.type, profile) + Phrase(" ", " ") + Phrase.cause(request.cause)
        phrase =
            phrase + Phrase(" CA \(station) IOA \(object)", " 公共地址\(station) 对象地址\(object)")
        switch request.object.information {
        case .raw, .privateFields, .fileSegment, .empty: return phrase
        default: break
        }
        func carried(_ language: Language) -> String {
            var text = OctetText()
            text.append(request.object.information, of: APDUReading(), profile, in: language)
            return text.octets.isEmpty ? "" : " " + text.string
        }
        return phrase + Phrase(carried(.english), carried(.chinese))
    }

    /// The mnemonic and the number of a type.
    static func named(_ type: TypeID, _ profile: Profile) -> Phrase {
        let mnemonic = profile.types[type].map { $0.mnemonic + " " }
        let number = "<\(type.rawValue)>"
        return Phrase((mnemonic ?? "type ") + number, (mnemonic ?? "类型 ") + number)
    }

    /// The name and the number of a cause.
    static func cause(_ cause: Cause) -> Phrase {
        Phrase("\(cause) <\(cause.rawValue)>", "\(cause.chineseName) <\(cause.rawValue)>")
    }

    /// `12.345 ms`, from 1 s on `12.345 s`, from 100 s on `1 h 02 min 03 s`.
    static func text(_ duration: Duration) -> String {
        let nanoseconds = max(duration.wholeNanoseconds, 0)
        if nanoseconds == 0 { return "0 s" }
        if nanoseconds < 1_000_000_000 { return decimal(nanoseconds / 1000) + " ms" }
        let seconds = nanoseconds / 1_000_000_000
        if seconds < 100 { return decimal(nanoseconds / 1_000_000) + " s" }
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        let start = hours > 0 ? "\(hours) h \(twoDigits(minutes)) min" : "\(minutes) min"
        return "\(start) \(twoDigits(seconds % 60)) s"
    }

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func decimal(_ thousandths: Int64) -> String {
        let fraction = "\(thousandths % 1000)"
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - fraction.utf8.count)
            + fraction
    }

    /// A number and the noun for it.
    static func count(_ count: Int, _ one: String, _ many: String, _ chinese: String) -> Phrase {
        Phrase("\(count) " + (count == 1 ? one : many), "\(count)" + chinese)
    }
}

extension Phrase {
    /// The Chinese words of a problem without place and numbers.
    fileprivate static func chineseSummary(_ code: DecodeError.Code) -> String {
        let sentence = problem(DecodeError(code, at: 0)).chinese
        return sentence.split(separator: ",").first.map(String.init) ?? sentence
    }
}
