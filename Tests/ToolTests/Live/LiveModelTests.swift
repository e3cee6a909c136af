import IEC104Inspect
import Testing

@testable import IEC104
@testable import IEC104Tool

@Suite("The full-screen view, without a screen")
struct LiveModelTests {
    private static let now: Int64 = 1_700_000_000_000

    /// Two outstations with points 1 to 5 each, of which the values are the addresses.
    private static func model() -> LiveModel {
        var model = LiveModel()
        model.data.tick([RTUMeter(name: "alpha"), RTUMeter(name: "变电站")], at: now)
        for rtu in 0..<2 {
            for number in 1...5 {
                model.data.take(
                    rtu, header(.interrogatedByStation), object(number, Float(number)), at: now)
            }
        }
        return model
    }

    private static func header(_ cause: Cause) -> ASDUHeader {
        ASDUHeader(
            type: TypeID(rawValue: 13), count: 1, cause: CauseOfTransmission(cause),
            commonAddress: 1)
    }

    private static func object(
        _ address: Int, _ value: Float, _ quality: Quality = []
    ) -> InformationObject {
        InformationObject(
            ObjectAddress(UInt32(address)), .shortFloat(R32(value), quality))
    }

    private func press(_ model: inout LiveModel, _ keys: String) -> Bool {
        keys.allSatisfy { model.press($0 == "\n" ? .enter : .character($0)) }
    }

    private func lines(_ model: LiveModel, _ columns: Int = 120, _ rows: Int = 20) -> [String] {
        LiveScreen(
            model: model, size: .init(columns: columns, rows: rows), now: Self.now
        ).lines.map(\.text)
    }

    @Test(
        "every screen has the rows and the columns of its terminal",
        arguments: [1, 2, 3, 7, 40, 81, 200])
    func sizes(columns: Int) {
        for keys in ["", "2", "3", "?", "2\n", "1\n", "2/abc", "2fabc"] {
            var model = Self.model()
            _ = press(&model, keys)
            for rows in [1, 2, 3, 5, 24, 60] {
                let lines = lines(model, columns, rows)
                #expect(lines.count == rows)
                #expect(lines.allSatisfy { $0.columns == columns })
            }
        }
    }

    @Test("traffic, age, use of the windows and errors of outstations, and the order by errors")
    func traffic() throws {
        var busy = RTUMeter(name: "busy")
        func take(_ kind: TraceEvent.Kind, _ age: Int64, link: Int = 2) {
            busy.take(kind, at: Self.now - age, link: link, peer: nil)
        }
        func octets(_ hex: String) throws -> [UInt8] { try #require([UInt8](hex: hex)) }
        let end = LinkEnd(
            reason: SessionError(
                code: .lost, phase: .started, sendState: 0, receiveState: 0, acknowledgedState: 0,
                offending: nil),
            network: .finished, statistics: SessionStatistics())
        take(.opened, 9000, link: 1)
        take(.closed(end), 8000, link: 1)
        take(.opened, 5000)
        take(.started, 5000)
        var model = LiveModel()
        model.data.tick([RTUMeter(name: "idle"), busy], at: Self.now - 2000)
        // Two sent and one received in two seconds, none of them acknowledged.
        take(.sent(try octets("680E0000000064010600010000000014")), 1900)
        take(.sent(try octets("680E0200000064010600010000000014")), 1800)
        take(.received(try octets("680E0000000001010300010001000001")), 3000)
        take(.received(try octets("680443000000")), 3000)
        model.data.tick([RTUMeter(name: "idle"), busy], at: Self.now)
        let row = try #require(lines(model).first { $0.contains("busy") })
        let words = row.split(separator: " ")
        // APDU/s, objects, age, windows, errors; the objects are told elsewhere.
        let shown = words.drop { $0 != "busy" }.dropFirst().prefix(8)
        #expect(shown.elementsEqual(["started", "2", "0", "3", "s", "2/12", "1/8", "1"]))
        // By errors: the fewest first, and the other way round.
        #expect(press(&model, "ssss"))
        func order() -> [String] {
            lines(model).compactMap { line in ["busy", "idle"].first { line.contains($0) } }
        }
        #expect(order() == ["idle", "busy"])
        #expect(press(&model, "r"))
        #expect(order() == ["busy", "idle"])
    }

    @Test(
        "wide characters take two columns, and what moves the cursor is not shown",
        arguments: [
            ("变电站", 6, "变电站"), ("变电站", 5, "变电…"), ("变电站", 4, "变… "), ("abc", 2, "a…"),
            ("a\u{1B}[2J", 8, "a·[2J   "), ("", 3, "   "), ("abc", 0, ""),
        ])
    func fit(_ text: String, _ columns: Int, _ shown: String) {
        #expect(LiveText.fit(text, columns) == shown)
        #expect(LiveText.fit(text, columns, isRight: true).count == shown.count)
    }

    @Test(
        "a spark line goes from the least to the greatest",
        arguments: [
            ([0, 1], "▁█"), ([0, 3.5, 7], "▁▅█"), ([5, 5, 5], "▄▄▄"), ([], ""),
            ([.nan, 1, .infinity], "▄"), ([1, 2, 3, 4], "▁▅█"),
        ] as [([Double], String)])
    func spark(_ values: [Double], _ line: String) {
        #expect(LiveText.spark(values, 3) == line)
    }

    @Test("the cursor stays among the rows, and is always to be seen")
    func cursor() {
        var model = Self.model()
        #expect(press(&model, "2kkk") && model.cursor == 0)
        #expect(press(&model, "G") && model.cursor == 9)
        #expect(press(&model, "jjj") && model.cursor == 9)
        let screen = LiveScreen(model: model, size: .init(columns: 100, rows: 6), now: Self.now)
        #expect(screen.lines.count { $0.style == .chosen } == 1)
        #expect(press(&model, "g") && model.cursor == 0)
        #expect(model.press(.down) && model.press(.down) && model.cursor == 2)
    }

    @Test("names, units and engineering values are shown where points have any")
    func labels() throws {
        var model = Self.model()
        #expect(press(&model, "2") && !lines(model, 200).contains { $0.contains("unit") })
        let label = PointLabel(name: "U bus", unit: "kV", scaled: 11.04, limit: .high)
        model.data.take(0, Self.header(.spontaneous), Self.object(2, 110.4), label, at: Self.now)
        let shown = lines(model, 200)
        #expect(shown.contains { $0.contains("unit") })
        let row = try #require(shown.first { $0.contains("U bus") })
        #expect(row.contains("11.04 kV") && !row.contains("110.4"))
        #expect(press(&model, "fu bus\n") && model.rows.count == 1)
        #expect(
            press(&model, "\n") && lines(model).contains { $0.contains("110.4 = 11.04 kV high") })
    }

    @Test("a filter leaves what has its text, and q ends it before it ends the view")
    func filter() {
        var model = Self.model()
        #expect(press(&model, "2f变电\n") && model.rows.count == 5)
        #expect(press(&model, "q") && model.rows.count == 10)
        #expect(!press(&model, "q"))
    }

    @Test("the view speaks Chinese, in the same columns")
    func chinese() {
        var model = Self.model()
        model.language = .chinese
        for (keys, text) in [("2", "地址"), ("?", "查找"), ("x\n", "信息体地址"), ("\n3", "事件")] {
            #expect(press(&model, keys))
            let lines = LiveScreen(
                model: model, size: .init(columns: 90, rows: 24), now: Self.now
            ).lines.map(\.text)
            #expect(lines.allSatisfy { $0.columns == 90 })
            #expect(lines.contains { $0.contains(text) }, "\(text)")
        }
    }

    @Test("a search goes to the next row with its text, and around the end")
    func search() {
        var model = Self.model()
        #expect(press(&model, "2/变\n") && model.cursor == 5)
        #expect(press(&model, "n") && model.cursor == 6)
        #expect(press(&model, "N") && model.cursor == 5)
        #expect(press(&model, "N") && model.cursor == 9)
        #expect(press(&model, "n") && model.cursor == 5)
        #expect(press(&model, "/nowhere\n") && model.cursor == 5)
    }

    @Test("rows are sorted by each column, both ways")
    func sort() {
        var model = Self.model()
        model.data.take(
            0, Self.header(.spontaneous), Self.object(3, -9, .invalid), at: Self.now + 1)
        #expect(press(&model, "2s") && model.rows.first == 2)
        #expect(press(&model, "r") && model.rows.last == 2)
        #expect(press(&model, "s") && model.rows.first == 2)
        #expect(press(&model, "sss") && model.sortColumn == 0)
    }

    @Test("points stand by outstation and address, whether they were put in order before or not")
    func arrange() {
        var model = LiveModel()
        model.data.tick([RTUMeter(name: "alpha"), RTUMeter(name: "beta")], at: Self.now)
        for (rtu, address) in [(1, 7), (0, 9), (1, 2), (0, 3), (0, 70_000)] {
            model.data.take(
                rtu, Self.header(.spontaneous), Self.object(address, 1), at: Self.now)
        }
        let order = [3, 1, 4, 2, 0]
        #expect(press(&model, "2") && model.rows == order && model.rowCount == 5)
        model.arrange()
        #expect(model.rows == order && model.cursor == 0)
        #expect(press(&model, "G") && model.cursor == 4)
        // A point that comes after them is in its place at once, and after the next time too.
        model.data.take(0, Self.header(.spontaneous), Self.object(5, 1), at: Self.now)
        #expect(model.rows == [3, 5, 1, 4, 2, 0])
        model.arrange()
        #expect(model.rows == [3, 5, 1, 4, 2, 0])
        #expect(press(&model, "r") && model.rows == [0, 2, 4, 1, 5, 3])
        #expect(press(&model, "rfalpha\n") && model.rows == [3, 5, 1, 4])
        // Of a value that is an event, the words are made when they are shown.
        #expect(model.data.events.first?.text(in: .english) == "CA 1 7  1.0  ")
    }

    @Test("paused, the screen stays as it is while values come")
    func pause() {
        var model = Self.model()
        #expect(press(&model, "2p"))
        let before = lines(model)
        model.data.take(0, Self.header(.spontaneous), Self.object(77, 7), at: Self.now)
        #expect(lines(model) == before && before[0].contains("PAUSED"))
        #expect(press(&model, "p") && model.rows.count == 11 && model.data.events.count == 1)
    }

    @Test("a point shows value, quality, times, count and course")
    func point() {
        var model = Self.model()
        for value in [2, 3, 9] {
            model.data.take(
                1, Self.header(.spontaneous), Self.object(5, Float(value), .notTopical),
                at: Self.now + 60_000)
        }
        #expect(press(&model, "2G"))
        let line = lines(model).first { $0.contains("变电站") && $0.contains("NT") } ?? ""
        for text in ["9.0", "22:14:20.000", "▄▁", "█"] { #expect(line.contains(text), "\(line)") }
        #expect(press(&model, "\n"))
        let details = lines(model).joined(separator: "\n")
        for text in ["spontaneous", "reports                 4", "2.0, 9.0"] {
            #expect(details.contains(text))
        }
    }

    @Test("the details of an outstation tell how far its clock is off, drifts, and when it was set")
    func clock() {
        var meter = RTUMeter(name: "alpha")
        meter.clock.offset = -1250
        meter.clock.drift = 12.5
        meter.clock.lastSynchronization = Self.now - 10_000
        meter.clock.offsetAtSynchronization = 90_000
        var model = Self.model()
        model.data.tick([meter], at: Self.now)
        #expect(press(&model, "1\n"))
        let details = lines(model, 120, 40).joined(separator: "\n")
        #expect(details.contains("clock off by            -1.250 s, +12.5 ppm"))
        #expect(details.contains("clock set               10 s ago, it was off by +90.000 s"))
        model.language = .chinese
        #expect(lines(model, 120, 40).joined().contains("时钟偏差"))
    }

    @Test("value, quality and course of a point are to be seen on narrow terminals, too")
    func narrow() {
        var model = Self.model()
        let label = PointLabel(name: "U bus", unit: "kV")
        for value in [2, 3, 9] {
            model.data.take(
                0, Self.header(.spontaneous), Self.object(5, Float(value)), at: Self.now)
        }
        #expect(press(&model, "2f 5 \n"))
        #expect(lines(model, 80)[2].contains("9.0 old") && lines(model, 80)[2].contains("▄▁▂█"))
        model.data.take(0, Self.header(.spontaneous), Self.object(5, 7), label, at: Self.now)
        let line = lines(model, 100)[2]
        #expect(line.contains("7.0 kV") && line.contains("U bus") && line.contains("▁▂█▆"))
    }

    @Test("Esc goes one step back, and never leaves")
    func escape() {
        var model = Self.model()
        #expect(press(&model, "2f5\n") && model.rows.count == 2)
        #expect(press(&model, "f999"))
        model.escape()
        #expect(model.entry == nil && model.filter == "5")
        #expect(press(&model, "\n") && model.showsDetails)
        model.escape()
        #expect(!model.showsDetails && model.filter == "5")
        for _ in 0..<3 { model.escape() }
        #expect(model.rows.count == 10)
    }

    @Test("details that have more lines than the screen are scrolled, and long texts go on below")
    func scrolling() {
        var model = Self.model()
        model.pageHeight = 5
        #expect(press(&model, "2\n"))
        let first = lines(model, 60, 8)
        #expect(press(&model, " "))
        let second = lines(model, 60, 8)
        #expect(first.dropFirst().first != second.dropFirst().first)
        #expect(press(&model, "b") && lines(model, 60, 8) == first)
        #expect(
            LiveText.wrapped("one two three", 8) == ["one two ", "three"]
                && LiveText.wrapped("变电站甲乙", 4) == ["变电", "站甲", "乙"])
    }

    @Test("what is kept has limits")
    func limits() {
        var data = LiveData()
        for number in 0..<(LiveData.mostEvents * 3) {
            data.take(0, Self.header(.spontaneous), Self.object(1, Float(number)), at: Self.now)
        }
        #expect(data.events.count <= LiveData.mostEvents * 2 && data.points.count == 1)
        #expect(data.points[0].history.count == LiveData.historyLength)
        for number in 0..<(LiveData.mostPoints + 10) {
            data.take(0, Self.header(.interrogatedByStation), Self.object(number, 0), at: Self.now)
        }
        #expect(data.points.count == LiveData.mostPoints && data.pointsLeftOut == 10)
    }

    @Test("no sequence of keys ends it in a state that cannot be shown")
    func anyKeys() {
        let keys: [LineEditor.Key] =
            "123jk bgGsrp/fnNh?x ".map { .character($0) } + [
                .enter, .backspace, .left, .right, .up, .down, .home, .end, .complete, .cutToStart,
            ]
        var state: UInt64 = 104
        var model = Self.model()
        for _ in 0..<800 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let key = keys[Int(state >> 33) % keys.count]
            _ = model.press(key)
            #expect(lines(model, 60, 8).count == 8)
        }
    }
}
