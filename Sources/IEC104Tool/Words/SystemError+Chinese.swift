import Glibc
import IEC104
import IEC104Inspect

extension SystemError {
    /// One sentence: what, on what, why, what to do.
    func description(in language: Language) -> String {
        guard language == .chinese else { return description }
        return happening + ";" + chineseAdvice
    }

    /// What was tried, on what and why it failed, in Chinese.
    var happening: String { attempt + ": " + Self.chinese(reason: reason, number: number) }

    /// What to do about it, in Chinese.
    var chineseAdvice: String {
        Self.reasons.first { $0.number == number }?.advice ?? "请查看系统日志"
    }

    /// The words of the system, after the Chinese ones when there are any.
    private static func chinese(reason: String, number: Int32) -> String {
        chineseReason(number).map { "\($0) (\(reason), errno \(number))" }
            ?? "\(reason) (errno \(number))"
    }

    /// What a number of the system means; `nil`: nothing better is known than the system's words.
    static func chineseReason(_ number: Int32) -> String? {
        reasons.first { $0.number == number }?.text
    }

    /// What the system's words mean; themselves when nothing better is known.
    static func chinese(reason: String) -> String {
        let number = reasons.first {
            SystemError(number: $0.number, operation: "").reason == reason
        }?.number
        return number.map { chinese(reason: reason, number: $0) } ?? reason
    }

    private static let reasons: [(number: Int32, text: String, advice: String)] = [
        (EADDRINUSE, "端口已被占用", "请停止占用此端口的程序,或换用其他端口"),
        (EADDRNOTAVAIL, "本机没有此地址", "请使用本机的地址,或以0.0.0.0表示本机的所有地址"),
        (EACCES, "系统不允许", "1024以下的端口需要特权,请换用其他端口,或检查防火墙"),
        (EPERM, "系统不允许", "请检查本机的防火墙"),
        (EMFILE, "本进程的文件描述符已用完", "请提高上限 (ulimit -n),或减少连接数"),
        (ENFILE, "整个系统的文件描述符已用完", "请关闭一些程序,或提高fs.file-max"),
        (ENOBUFS, "系统没有可用于套接字的内存", "请减少连接数"),
        (ENOMEM, "系统内存不足", "请减少连接数"),
        (EAFNOSUPPORT, "本机不支持此类地址", "请检查IPv6是否被关闭"),
        (ECONNREFUSED, "连接被拒绝", "请检查子站是否运行,地址和端口是否正确"),
        (ECONNRESET, "连接被对侧复位", "请检查对侧是否只接受一个主站,或不接受本机地址"),
        (ETIMEDOUT, "连接超时", "请检查对侧机器是否开机,防火墙是否丢弃报文"),
        (EHOSTUNREACH, "主机不可达", "请检查对侧地址、网线和路由"),
        (EHOSTDOWN, "主机未开机", "请检查对侧机器和网线"),
        (ENETUNREACH, "网络不可达", "请检查地址、路由和网关"),
        (ENETDOWN, "网络接口已关闭", "请检查网线和网络接口"),
        (EBADF, "文件描述符无效", "这是本程序的缺陷,请报告"),
    ]

    // MARK: What was tried

    private var attempt: String {
        let (whole, numbers) = Self.numbers(in: operation + " " + context)
        if let row = Self.operations.first(where: { $0.english == whole && !context.isEmpty }) {
            return Self.filled(row.chinese, numbers)
        }
        if let host = Self.text(in: context, between: "on '", and: "', which is no numeric address")
        {
            return "无法监听'\(host)',它不是数字形式的地址"
        }
        let (words, counts) = Self.numbers(in: operation)
        guard let row = Self.operations.first(where: { $0.english == words }) else {
            return "操作失败: \(operation)" + (context.isEmpty ? "" : " \(context)")
        }
        let chinese = Self.filled(row.chinese, counts)
        if chinese.contains("@") { return chinese.replacing("@", with: context) }
        return context.isEmpty ? chinese : "\(chinese) \(context)"
    }

    /// `#` stands for a number, `@` for the context.
    private static let operations: [(english: String, chinese: String)] = [
        ("listen on", "无法监听 @"),
        ("listen", "无法监听 @"),
        ("connect to", "无法连接 @"),
        ("connect from", "无法从 @ 发起连接"),
        ("use a connection", "连接出错"),
        ("watch a descriptor", "无法监视文件描述符"),
        ("wait for events", "无法等待事件"),
        ("create an epoll instance", "无法创建epoll实例"),
        ("create the wake-up of a loop", "无法创建事件循环的唤醒"),
        ("watch the wake-up of a loop", "无法监视事件循环的唤醒"),
        ("start a thread to look up", "无法启动线程以解析主机名 @"),
        ("start the thread of a loop", "无法启动事件循环的线程"),
        ("run to the end on a loop that was shut down", "事件循环已关闭,无法运行到结束"),
        ("run a loop that was shut down", "事件循环已关闭,无法运行"),
        ("run a loop that runs already", "事件循环已在运行,无法再次运行"),
        ("ask for the limit of open descriptors", "无法查询文件描述符的上限"),
        ("open # descriptors with a hard limit of #", "无法打开#个文件描述符,硬上限为#"),
        ("raise the limit of open descriptors to #", "无法将文件描述符的上限提高到#"),
    ]

    /// The words with `#` for each number, and the numbers.
    private static func numbers(in text: String) -> (words: String, numbers: [Substring]) {
        let words = text.split(separator: " ")
        let isNumber = { (word: Substring) in word.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        return (
            words.map { isNumber($0) ? "#" : $0 }.joined(separator: " "), words.filter(isNumber)
        )
    }

    private static func filled(_ text: String, _ numbers: [Substring]) -> String {
        var rest = numbers[...]
        var filled = ""
        for character in text {
            if character == "#", let number = rest.popFirst() {
                filled += number
            } else {
                filled.append(character)
            }
        }
        return filled
    }

    private static func text(
        in text: String, between prefix: String, and suffix: String
    ) -> Substring? {
        guard text.hasPrefix(prefix), text.hasSuffix(suffix) else { return nil }
        return text.dropFirst(prefix.count).dropLast(suffix.count)
    }
}
