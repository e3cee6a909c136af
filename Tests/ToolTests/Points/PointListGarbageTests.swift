import IEC104
import IEC104TestKit
import Testing

@testable import IEC104Tool

@Suite("Point lists from anywhere", .timeLimit(.minutes(10)))
struct PointListGarbageTests {
    /// Reads a list; what is read becomes a table, what is wrong is told.
    @discardableResult
    private func read(_ octets: [UInt8]) -> Int {
        do throws(PointListError) {
            let list = try PointList(octets, file: "points.csv")
            let table = try PointTable(list, file: "points.csv")
            #expect(table.count == list.points.count)
            for point in list.points { _ = list.string(point.name) + list.string(point.unit) }
            return list.points.count
        } catch {
            #expect(!error.problems.isEmpty && error.problems.count <= 100)
            for line in error.lines(in: .english) + error.lines(in: .chinese) {
                #expect(!line.contains("\n") && line.utf8.count < 1000)
            }
            return 0
        }
    }

    private static let samples = [
        Array(SampleSubstation.text(isChinese: false).utf8),
        Array(SampleSubstation.text(isChinese: true).utf8),
        PointListConverter.json(
            Array(SampleSubstation.text(isChinese: true).utf8), language: .chinese),
        Array(PointListTemplate.text(in: .english).utf8),
        Array("a;b\"c\nstation;\"address\";type;name;value\r\n1;1;9;\"x\"\"y\n z\";0,5\n".utf8),
    ]

    @Test("no truncation of a list is misread", arguments: samples.indices)
    func truncations(_ sample: Int) {
        let octets = Self.samples[sample]
        for count in octets.indices { read(Array(octets[..<count])) }
    }

    @Test(
        "no octet that is changed, left out or doubled makes a list unreadable without a word",
        arguments: [1, 2, 3])
    func corruptions(_ sample: Int) {
        let octets = Self.samples[sample]
        var random = SeededRandom(seed: 104)
        let special: [UInt8] = [
            0, 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x23, 0x2C, 0x2D, 0x2F, 0x3B, 0x80, 0xC2, 0xE3, 0xFF,
        ]
        for index in octets.indices {
            var changed = octets
            changed[index] = special[Int(random.next() % UInt64(special.count))]
            read(changed)
            changed[index] = octets[index] ^ 1 << UInt8(random.next() % 8)
            read(changed)
            switch random.next() % 8 {
            case 0: changed.remove(at: index)
            case 1: changed.insert(changed[index], at: index)
            default: continue
            }
            read(changed)
        }
    }

    @Test("random octets and random words are read to their end")
    func random() {
        var random = SeededRandom(seed: 1104)
        let words = [
            "station", "address", "type", "name", "value", "group", "cyclic", "command", "sbo",
            "站址", "地址", ",", ",", ",", ",", "\n", "\n", "\r\n", ";", "\t", "\"", "\"\"", "1", "2",
            "M_SP_NA_1", "13", "46", "-", "/", "1/1", "0x", "h", "e", "1e400", "-0", "+", "|", "#",
            "sep=", "\u{FEFF}", "\u{3000}", "99999999999999999999", "-9223372036854775808",
        ].map { Array($0.utf8) }
        for _ in 0..<2000 {
            let count = Int(random.next() % 200)
            read((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            let start: [UInt8] =
                random.next() & 1 == 0
                ? [] : Array("station,address,type,name,value,command,sbo\n".utf8)
            read(
                start + (0..<count).flatMap { _ in words[Int(random.next() % UInt64(words.count))] }
            )
        }
    }

    private static let laborious: [(String, Int)] = [
        ("\"", 200_001), (",", 500_000), ("\"\n", 100_000), ("1,1,M_XX_NA_1,\"\n", 50_000),
        ("1,1,45,A,,A\n1,1,1,A,\n", 20_000), ("#\n", 500_000), ("1,1,1,\"\"\"\n", 50_000),
    ]

    @Test("lists that ask for much work get little of it", arguments: laborious)
    func muchWork(_ piece: String, _ count: Int) {
        let header = "station,address,type,name,value,command\n"
        #expect(read(Array((header + String(repeating: piece, count: count)).utf8)) == 0)
        #expect(read(Array(String(repeating: piece, count: count).utf8)) == 0)
    }
}
