import IEC104Inspect

extension UsageError {
    /// What is wrong, a line each; in English where there are no other words.
    func text(in language: Language) -> String {
        guard language == .chinese else { return message }
        return chinese
            ?? message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Self.chinese(line: $0) }.joined(separator: "\n")
    }

    /// A line of several findings, with the spaces before it.
    private static func chinese(line: Substring) -> String {
        let space = line.prefix { $0 == " " }
        let text = line.dropFirst(space.count)
        for row in rows {
            guard let parts = parts(of: text, row.english) else { continue }
            return space + filled(row.chinese, parts)
        }
        return String(line)
    }

    /// What stands in `text` where `template` has `#`; `nil` when it is another text.
    private static func parts(of text: Substring, _ template: String) -> [Substring]? {
        let fixed = template.split(separator: "#", omittingEmptySubsequences: false)
        guard let first = fixed.first, let last = fixed.last, fixed.count > 1 else {
            return text == template ? [] : nil
        }
        guard text.hasPrefix(first) else { return nil }
        var rest = text.dropFirst(first.count)
        var parts: [Substring] = []
        for part in fixed.dropFirst().dropLast() {
            guard let found = rest.firstRange(of: part) else { return nil }
            parts.append(rest[..<found.lowerBound])
            rest = rest[found.upperBound...]
        }
        guard rest.hasSuffix(last) else { return nil }
        return parts + [rest.dropLast(last.count)]
    }

    private static func filled(_ template: String, _ parts: [Substring]) -> String {
        var rest = parts[...]
        return template.reduce(into: "") { text, character in
            if character == "#" { text += rest.popFirst() ?? "" } else { text.append(character) }
        }
    }

    /// The texts of the options of `iec104 master` and of the commands that ask once; `#` stands for
    /// what is quoted, in the same order. The first one that fits counts.
    private static let rows: [(english: String, chinese: String)] =
        files + general + master + hosts + once

    private static let general: [(english: String, chinese: String)] = [
        ("there is no option '#'. Did you mean #?", "没有选项 '#'。是 # 吗?"),
        ("there is no option '#'.", "没有选项 '#'。"),
        ("# takes no value.", "# 不带值。"),
        ("# needs a value: #.", "# 缺少值: #。"),
        ("# '#' is not one of: #.", "# '#' 不是以下之一: #。"),
        ("# '#' is not a whole number from # to #.", "# '#' 不是 # 至 # 的整数。"),
        (
            "# '#' is not a time such as 500ms, 5s or 2min, # ms to # s.",
            "# '#' 不是 500ms、5s、2min 这样的时间, 范围为 # ms 至 # s。"
        ),
        (
            "--originator # needs a cause of transmission of 2 octets: leave out --cot-size 1 or "
                + "--originator.",
            "--originator # 要求传送原因为2字节: 请去掉 --cot-size 1 或 --originator。"
        ),
        (
            "--private '#': write NUMBER:NAME=FORMAT,..., NUMBER 136 to 255.",
            "--private '#': 请写 NUMBER:NAME=FORMAT,..., NUMBER 为136至255。"
        ),
        ("--private '#': the time tag stands at the end.", "--private '#': 时标应在最后。"),
        (
            "--private '#': '#' is not NAME=FORMAT with FORMAT one of: #.",
            "--private '#': '#' 不是 NAME=FORMAT, FORMAT 为以下之一: #。"
        ),
        ("--private '#': there are two fields '#'.", "--private '#': 有两个字段 '#'。"),
        ("--audit '#': #.", "--audit '#': #。"), ("--record '#': #.", "--record '#': #。"),
        ("--output '#': #.", "--output '#': #。"),
        ("--allow: more than # rules; use ranges of addresses.", "--allow: 规则超过#条; 请使用地址范围。"),
    ]

    private static let master: [(english: String, chinese: String)] = [
        (
            "--config names the outstations: leave out HOST, or --config.",
            "子站由 --config 给出: 请去掉 HOST 或 --config。"
        ),
        (
            "--config says how each outstation is worked with: write there what # say.",
            "各子站的设置写在 --config 的文件中: 请把 # 写入该文件。"
        ),
        (
            "--config says how each outstation is worked with: write there what # says.",
            "各子站的设置写在 --config 的文件中: 请把 # 写入该文件。"
        ),
        (
            "--config '#' is no regular file: it is not read again.",
            "--config '#' 不是普通文件, 不再读取。"
        ),
        ("--check connects to nobody: leave out --once.", "--check 不连接子站: 请去掉 --once。"),
        ("--check needs --config FILE.", "--check 需要 --config FILE。"),
        (
            "--redundant needs two HOSTs or more: the links of one outstation.",
            "--redundant 需要两个以上的 HOST, 即同一子站的各条链路。"
        ),
        ("--station '#' is not a common address, 1 to #.", "--station '#' 不是公共地址, 1至#。"),
        (
            "which outstation? Give HOST[:PORT], such as 192.168.1.10:2404, or --config FILE.",
            "哪个子站? 请给出 HOST[:PORT], 如 192.168.1.10:2404, 或 --config FILE。"
        ),
        ("# is there twice: leave one out.", "# 重复: 请去掉一个。"),
        ("--once asks once: leave out #.", "--once 只召唤一次: 请去掉 #。"),
        ("--console goes without --live and --once.", "--console 不能与 --live 或 --once 同用。"),
        (
            "--console answers on standard output, where # goes: give --output FILE, or --format "
                + "text or json.",
            "--console 在标准输出上应答, 而 # 也写往标准输出: 请给出 --output FILE, 或 --format text 或 json。"
        ),
        (
            "--rotate '#': write a size such as 100MB, a time such as 1h (at least 1s), hourly or "
                + "daily.",
            "--rotate '#': 请写大小 (如 100MB)、时间 (如 1h, 至少1s)、hourly 或 daily。"
        ),
        ("# needs --output FILE.", "# 需要 --output FILE。"),
        ("--keep needs --rotate.", "--keep 需要 --rotate。"),
        ("--metrics-every needs --metrics FILE.", "--metrics-every 需要 --metrics FILE。"),
        (
            "--live shows what comes as it comes: leave out --once and --trace.",
            "--live 实时显示: 请去掉 --once 和 --trace。"
        ),
        (
            "--live needs a terminal; for a file or a program use --format json, csv or influx.",
            "--live 需要终端; 供文件或程序使用请用 --format json、csv 或 influx。"
        ),
        (
            "--live needs a terminal that moves its cursor, and TERM says that this one does not: "
                + "set TERM to what it is, such as xterm, or leave out --live.",
            "--live 需要能移动光标的终端, 而 TERM 表明此终端不能: 请正确设置 TERM (如 xterm), 或去掉 --live。"
        ),
        (
            "--trace shows APDUs as text or json; # has values.",
            "--trace 以 text 或 json 显示APDU; # 只有值。"
        ),
        (
            "# '#': write hours and minutes from -15:00 to +15:00, such as +08:00.",
            "# '#': 请写 -15:00 至 +15:00 的时和分, 如 +08:00。"
        ),
        (
            "# '#': write utc, local, +08:00, a zone such as Europe/Berlin, or a rule such as "
                + "CET-1CEST,M3.5.0,M10.5.0/3.",
            "# '#': 请写 utc、local、+08:00、Asia/Shanghai 这样的时区或 POSIX 规则。"
        ),
        (
            "# '#': the zone cannot be read from #: #; write a rule such as "
                + "CET-1CEST,M3.5.0,M10.5.0/3, or an offset such as +08:00.",
            "# '#': 无法从 # 读取时区: #; 请写 POSIX 规则或 +08:00 这样的偏移。"
        ),
    ]

    private static let hosts: [(english: String, chinese: String)] = {
        let example = "write HOST:PORT, such as 192.168.1.10:2404"
        let (write, six) = ("请写 HOST:PORT, 如 192.168.1.10:2404", "请写 [::1]:2404 这样的IPv6地址")
        return [
            ("'#': the host is missing; \(example).", "'#': 缺少主机; \(write)。"),
            (
                "'#': this is a URL; leave out what stands before and with '//': \(example).",
                "'#': 这是URL; 请去掉 '//' 及其之前的部分: \(write)。"
            ),
            (
                "'#': it has full-width characters; type it with plain ':' '.' and digits.",
                "'#': 含有全角字符; 请用半角的 ':' '.' 和数字。"
            ),
            ("'#': it has a space; \(example).", "'#': 含有空格; \(write)。"),
            ("'#': ']' is missing; write an IPv6 address as in #.", "'#': 缺少 ']'; \(six)。"),
            (
                "'#': '#' in brackets is no IPv6 address; #.",
                "'#': 方括号中的 '#' 不是IPv6地址; \(six), 主机名和IPv4地址不加方括号。"
            ),
            ("'#': '#' behind ']' is no port; #.", "'#': ']' 之后的 '#' 不是端口; \(six)。"),
            (
                "'#': #; write a port from # to 65535 behind the ':', or HOST alone for port #.",
                "'#': 端口有误; 请在 ':' 之后写 # 至 65535 的端口, 或只写 HOST (端口#)。"
            ),
            (
                "'#': this is neither HOST:PORT nor an IPv6 address; #.",
                "'#': 既不是 HOST:PORT, 也不是IPv6地址; \(write), IPv6如 [::1]:2404。"
            ),
            ("'#': '/' belongs to no host; \(example).", "'#': 主机名中不能有 '/'; \(write)。"),
            (
                "'#': a name of a host has letters, digits, '-', '_' and '.' only; #.",
                "'#': 主机名只含字母、数字、'-'、'_' 和 '.'; 请写系统认识的主机名或IP地址。"
            ),
            (
                "'#': this is no name of a host; #.",
                "'#': 不是主机名; 各段为1至63个字符, 不以 '-' 开头。"
            ),
            (
                "'#': a number alone is no host; write # if it is the port.",
                "'#': 单独的数字不是主机; 如为端口请写 #。"
            ),
            (
                "'#': an IPv4 address has four numbers; #.",
                "'#': IPv4地址有四个数; 请写作 192.168.1.10。"
            ),
            (
                "'#': # in an IPv4 address is more than 255; #.",
                "'#': IPv4地址中的 # 大于255; 请写0至255的四个数。"
            ),
            (
                "'#': '#' has a leading 0, which some systems read as octal; write #.",
                "'#': '#' 以0开头, 有的系统会当作八进制; 请写 #。"
            ),
        ]
    }()

    private static let once: [(english: String, chinese: String)] = [
        (
            "which outstation? Give HOST[:PORT], such as 192.168.1.10:2404.",
            "哪个子站? 请给出 HOST[:PORT], 如 192.168.1.10:2404。"
        ),
        ("one outstation only: '#' is too many.", "只能有一个子站: '#' 是多余的。"),
        ("which object? Give --address IOA.", "哪个信息体? 请给出 --address IOA。"),
        ("give exactly one of #, not #.", "# 必须且只能给出一个, 不能同时给出 #。"),
        ("give exactly one of #.", "# 必须且只能给出一个。"),
        ("#: give one of them.", "#: 只能给出一个。"),
        ("--pause needs --repeat N.", "--pause 需要 --repeat N。"),
        ("a bit string has no qualifier.", "比特串没有限定词。"),
        ("a bit string has no select bit: it is executed only.", "比特串没有选择位, 只能执行。"),
        (
            "--time '#' is neither now nor a time such as 2026-03-02T08:25:12.512.",
            "--time '#' 不是 now, 也不是 2026-03-02T08:25:12.512 这样的时间。"
        ),
        ("# '#' is not a time such as 2026-03-02T08:00.", "# '#' 不是 2026-03-02T08:00 这样的时间。"),
        ("--from is after --to.", "--from 晚于 --to。"),
        ("log: give --from TIME and --to TIME.", "log: 请给出 --from TIME 和 --to TIME。"),
        ("# goes with log only.", "# 只用于 log。"),
        ("# goes with ls only.", "# 只用于 ls。"),
        ("# goes with a value only.", "# 只与值同用。"),
        ("# goes with --value only.", "# 只与 --value 同用。"),
        ("# goes with get and log.", "# 只用于 get 和 log。"),
        ("# goes with put and one file.", "# 只用于 put 且只有一个文件。"),
        ("# goes without --sync only.", "# 不能与 --sync 同用。"),
        ("--output -: one file only.", "--output -: 只能有一个文件。"),
        (
            "what is to be done? Give ls, get, put, rm or log behind the host.",
            "做什么? 请在主机之后写 ls、get、put、rm 或 log。"
        ),
        ("#: which #?", "#: 哪个 #?"),
        ("--value needs --kind N.", "--value 需要 --kind N。"),
        ("# '#' is not a number from -1 to 1 - 2^-15.", "# '#' 不是 -1 至 1 - 2^-15 的数。"),
        ("# '#' is not a whole number, -32768 to 32767.", "# '#' 不是 -32768 至 32767 的整数。"),
        ("# '#' is not a number within +-3.4e38.", "# '#' 不是 ±3.4e38 以内的数。"),
        ("# '#' is not a number, 0 or more.", "# '#' 不是0或正数。"),
        ("--cause does not go with --no-event.", "--cause 不能与 --no-event 同用。"),
        ("--tolerance needs --value X.", "--tolerance 需要 --value X。"),
        (
            "--value '#' is neither a number nor a state such as on.",
            "--value '#' 既不是数, 也不是 on 这样的状态。"
        ),
        (
            "--cause '#' is neither a number from 1 to 63 nor one of: #.",
            "--cause '#' 不是1至63的数, 也不是以下之一: #。"
        ),
        ("give two to compare: A and B.", "请给出要比较的两个: A 和 B。"),
        (
            "--address '#' is neither an object address, 1 to #, nor a range such as 1001-1010.",
            "--address '#' 既不是信息体地址 (1至#), 也不是 1001-1010 这样的范围。"
        ),
        (
            "--address: more than # objects; 'interrogate' reads all.",
            "--address: 超过#个信息体; 全部读取请用 interrogate。"
        ),
        ("--no-read needs --freeze or --reset.", "--no-read 需要 --freeze 或 --reset。"),
        ("--events is --qrp 2: give one of them.", "--events 即 --qrp 2: 只能给出一个。"),
    ]
}
