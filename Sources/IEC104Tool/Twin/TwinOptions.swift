import IEC104
import IEC104Inspect

/// The options that make an outstation the twin of one in a capture.
struct TwinOptions {
    let file: String
    let twin: Twin
    /// With the sizes of the fields in the capture.
    let profile: Profile
    let speed: Double
    let loops: Bool

    static let rtu = CommandSyntax.Option(
        "--rtu", "HOST",
        "Which outstation of a capture, as 10.0.0.1 or 10.0.0.1:2404; needed when\nthere are several."
    )

    static let options: [CommandSyntax.Option] = [
        .init(
            "--from", "CAPTURE",
            "Is the twin of the outstation in a capture (pcap, pcapng): its points, values\n"
                + "and commands, and what it sent of its own accord, in time."),
        rtu,
        .init(
            "--speed", "FACTOR", "Plays a capture so many times as fast, 0.01 to 10000; default 1."),
        .init("--loop", nil, "Plays a capture again at its end."),
    ]

    /// The twin of the options; `nil` without `--from`.
    init?(
        _ arguments: ParsedArguments, _ profile: Profile, _ language: Language
    ) throws(UsageError) {
        guard let file = arguments.last("--from") else {
            for name in ["--rtu", "--speed", "--loop"] where arguments.has(name) {
                throw UsageError("\(name) goes with --from CAPTURE.")
            }
            return nil
        }
        guard !arguments.has("--points") else {
            throw UsageError(
                "--from takes the points out of the capture: leave out --points, or write a list "
                    + "with 'iec104 points from'.")
        }
        let speed = arguments.last("--speed") ?? "1"
        guard let factor = CellText.decimal(Array(speed.utf8).span, comma: false),
            (0.01...10_000).contains(factor)
        else { throw UsageError("--speed '\(speed)' is not a number from 0.01 to 10000.") }
        self.speed = factor
        loops = arguments.has("--loop")
        self.file = file
        (twin, self.profile) = try Self.twin(file, arguments, profile, language)
    }

    /// The outstation of a capture that the options mean.
    static func twin(
        _ file: String, _ arguments: ParsedArguments, _ profile: Profile, _ language: Language
    ) throws(UsageError) -> (Twin, Profile) {
        let sizes = ["--cot-size", "--ca-size", "--ioa-size"]
        let isGiven = sizes.contains { arguments.has($0) }
        let read: (capture: TwinCapture, profile: Profile)
        do throws(FileError) {
            read = try TwinCapture.read(file, isGiven ? profile : nil)
        } catch {
            throw UsageError("'\(file)'", error.reason)
        }
        do throws(Words) {
            let twin = try read.capture.twin(at: arguments.last("--rtu"))
            tell(twin, read.profile, isGiven, file, language)
            return (twin, read.profile)
        } catch {
            throw UsageError("'\(file)'", error)
        }
    }

    private static func tell(
        _ twin: Twin, _ profile: Profile, _ isGiven: Bool, _ file: String, _ language: Language
    ) {
        let isChinese = language == .chinese
        let standard = Profile.standard
        let isStandard =
            profile.causeSize == standard.causeSize
            && profile.commonAddressSize == standard.commonAddressSize
            && profile.objectAddressSize == standard.objectAddressSize
        if !isGiven, !isStandard {
            let sizes =
                "--cot-size \(profile.causeSize) --ca-size \(profile.commonAddressSize) "
                + "--ioa-size \(profile.objectAddressSize)"
            Standard.error.write(
                isChinese ? "\(file): 字段长度判断为 \(sizes)\n" : "\(file): sizes found out: \(sizes)\n")
        }
        if twin.leftOut > 0 {
            Standard.error.write(
                isChinese
                    ? "\(file): 忽略\(twin.leftOut)个值: 类型与此前不同或过多\n"
                    : "\(file): \(twin.leftOut) values are left out: of another type than before, "
                        + "or too many\n")
        }
    }
}
