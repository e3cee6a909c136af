import IEC104
import IEC104Inspect

/// The full-screen view of a master: joins what comes, the keys and the terminal.
///
/// Sendable, as it is used on the thread of the loop only.
final class LiveView: @unchecked Sendable {
    static let option = CommandSyntax.Option(
        "--live", nil,
        "Shows outstations, points and events on the whole terminal; ? is help, q ends it. With "
            + "--output the values go to a file at the same time.")

    private var model = LiveModel()
    private var input = LineEditor.Input()
    private let meters: Meters
    /// By the index of the target.
    private var sources: [ValueSource]
    private let isColored: Bool
    private var isChanged = true
    private var size = LiveScreen.Size(columns: 0, rows: 0)
    private var lastTick: Int64 = 0

    /// How often it is drawn when something has changed, and how often rates are taken.
    private static let period = Duration.milliseconds(200)
    private static let tickPeriod: Int64 = 1000

    init(_ meters: Meters, _ targets: [MasterTarget], isColored: Bool, language: Language) {
        self.meters = meters
        sources = targets.map(\.source)
        self.isColored = isColored
        model.language = language
    }

    /// Takes the terminal; `false` when it does not allow it.
    func start(on loop: EventLoop) -> Bool {
        guard Terminal.begin(isFullScreen: true) else { return false }
        return ConsoleInput.start(on: loop) { [self] octets in take(octets) }
    }

    /// Draws until the task is cancelled.
    func run(on loop: EventLoop) async {
        while !Task.isCancelled {
            draw()
            await loop.sleep(for: Self.period)
        }
    }

    func add(_ target: MasterTarget) { sources.append(target.source) }

    func change(_ target: MasterTarget, _ index: Int) { sources[index] = target.source }

    /// Lets a master tell what it reports.
    func watch(_ configuration: inout MasterConfiguration, _ index: Int) {
        let reporter = configuration.reporter
        configuration.reporter = { [self] header, objects, octets in
            let now = WallClock.now
            for place in objects.indices {
                let label = sources[index].labels?(header.commonAddress, objects[place])
                model.data.take(index, header, objects[place], label, at: now)
            }
            isChanged = true
            reporter?(header, objects, octets)
        }
    }

    /// Takes what would be told on standard error.
    func tell(_ text: String, _ index: Int?) {
        model.data.add(
            LiveData.Event(
                time: WallClock.now, rtu: index, content: .text(text), isProblem: true))
        isChanged = true
    }

    private func take(_ octets: [UInt8]) {
        model.arrange()
        for octet in octets {
            guard let key = input.take(octet) else { continue }
            model.pageHeight = LiveScreen.pageHeight(size)
            if !model.press(key) { Signals.requestStop() }
        }
        // The sequence of another key comes in one go.
        if input.takeEscape() { model.escape() }
        isChanged = true
        if !Signals.wantsStop { draw() }
    }

    private func draw() {
        let now = WallClock.now
        if now - lastTick >= Self.tickPeriod || lastTick == 0 {
            model.data.tick(meters.all, at: now)
            lastTick = now
            isChanged = true
        }
        let newSize = LiveTerminal.size
        guard isChanged || newSize != size || Terminal.takeRedraw() else { return }
        isChanged = false
        size = newSize
        model.arrange()
        let lines = LiveScreen(model: model, size: size, now: now).lines
        do throws(FileError) {
            try Standard.output.write(LiveTerminal.octets(lines, isColored: isColored))
        } catch {
            Signals.requestStop()
        }
    }
}
