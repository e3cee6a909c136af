import IEC104Codec

/// What the column `simulate` may say: a row for each function, such as
/// `sine amplitude=5 period=60s phase=90`.
struct CourseSyntax: Sendable {
    let function: Function
    let names: [String]
    let parameters: [Parameter]
    /// An example, for messages.
    let example: String

    enum Function: Hashable, Sendable {
        case constant, ramp, sine, square, walk, noise, random, counter, series, follow
    }

    struct Parameter: Sendable {
        let key: Key
        /// As text, so that it is read as if it were written; `nil` where it must be written, or
        /// where leaving it out means something of its own.
        var absent: String?
        var isNeeded = false
    }

    /// What a parameter is, whatever the function.
    enum Key: String, Hashable, Sendable, CaseIterable {
        case value, from, to, low, high, min, max
        case amplitude, step, offset, factor
        case period, delay
        case phase, duty, chance
        case file, loop, interpolate

        var chinese: String {
            switch self {
            case .value: "值"
            case .from: "起值"
            case .to: "终值"
            case .low: "低"
            case .high: "高"
            case .min: "最小"
            case .max: "最大"
            case .amplitude: "幅值"
            case .step: "步长"
            case .offset: "偏移"
            case .factor: "系数"
            case .period: "周期"
            case .delay: "延时"
            case .phase: "相位"
            case .duty: "占空比"
            case .chance: "概率"
            case .file: "文件"
            case .loop: "循环"
            case .interpolate: "插值"
            }
        }

        fileprivate static let byName: [String: Key] = {
            var keys: [String: Key] = [:]
            for key in allCases {
                keys[key.rawValue] = key
                keys[key.chinese] = key
            }
            return keys
        }()

        init?(_ name: String) {
            guard let key = Self.byName[name.lowercased()] else { return nil }
            self = key
        }
    }

    static let all: [CourseSyntax] = [
        .init(
            function: .constant, names: ["constant", "恒定", "常数"],
            parameters: [.init(key: .value)], example: "constant value=10"),
        .init(
            function: .ramp, names: ["ramp", "斜坡"],
            parameters: [
                .init(key: .from, isNeeded: true), .init(key: .to, isNeeded: true),
                .init(key: .period, isNeeded: true), .init(key: .phase, absent: "0"),
            ], example: "ramp from=0 to=100 period=60s"),
        .init(
            function: .sine, names: ["sine", "sin", "正弦"],
            parameters: [
                .init(key: .amplitude, isNeeded: true), .init(key: .period, isNeeded: true),
                .init(key: .phase, absent: "0"), .init(key: .offset),
            ], example: "sine amplitude=5 period=60s phase=0"),
        .init(
            function: .square, names: ["square", "方波"],
            parameters: [
                .init(key: .low), .init(key: .high), .init(key: .period, isNeeded: true),
                .init(key: .duty, absent: "50%"), .init(key: .phase, absent: "0"),
            ], example: "square period=10s duty=50%"),
        .init(
            function: .walk, names: ["walk", "随机游走"],
            parameters: [
                .init(key: .step, isNeeded: true), .init(key: .min, isNeeded: true),
                .init(key: .max, isNeeded: true), .init(key: .period, absent: "1s"),
            ], example: "walk step=0.1 min=10 max=11 period=1s"),
        .init(
            function: .noise, names: ["noise", "噪声"],
            parameters: [
                .init(key: .amplitude, isNeeded: true), .init(key: .period, absent: "1s"),
            ], example: "noise amplitude=0.5 period=1s"),
        .init(
            function: .random, names: ["random", "随机"],
            parameters: [
                .init(key: .period, isNeeded: true), .init(key: .chance, absent: "50%"),
            ], example: "random period=30s chance=10%"),
        .init(
            function: .counter, names: ["counter", "计数"],
            parameters: [.init(key: .step, absent: "1"), .init(key: .period, absent: "1s")],
            example: "counter step=1 period=5s"),
        .init(
            function: .series, names: ["series", "序列"],
            parameters: [
                .init(key: .file, isNeeded: true), .init(key: .loop, absent: "yes"),
                .init(key: .interpolate, absent: "no"),
            ], example: "series file=load.csv"),
        .init(
            function: .follow, names: ["follow", "跟随"],
            parameters: [
                .init(key: .factor, absent: "1"), .init(key: .offset, absent: "0"),
                .init(key: .delay, absent: "0s"),
            ], example: "follow 4001 factor=-1 delay=2s"),
    ]

    private static let byName: [String: CourseSyntax] = {
        var rows: [String: CourseSyntax] = [:]
        for row in all { for name in row.names { rows[name] = row } }
        return rows
    }()

    static subscript(name: String) -> CourseSyntax? { byName[name.lowercased()] }

    var name: String { names.first ?? "" }

    func parameter(_ key: Key) -> Parameter? { parameters.first { $0.key == key } }

    /// Whether points of a kind can move so.
    func serves(_ kind: Information.Kind) -> Bool {
        switch function {
        case .constant, .square, .series, .follow: true
        case .random: kind == .singlePoint || kind == .doublePoint
        case .ramp, .walk, .counter, .noise, .sine: kind.isNumber
        }
    }
}

extension Information.Kind {
    /// Whether points of the kind carry a number that may rise and fall.
    var isNumber: Bool {
        switch self {
        case .stepPosition, .normalized, .normalizedWithoutQuality, .scaled, .shortFloat,
            .integratedTotal:
            true
        default: false
        }
    }
}
