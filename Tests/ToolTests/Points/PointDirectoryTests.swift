import IEC104
import Testing

@testable import IEC104Tool

@Suite("Finding points by what people write")
struct PointDirectoryTests {
    private static let text = """
        station,address,type,name,value,quality
        1,1001,M_SP_TB_1,Breaker,on,
        1,1002,M_ME_NC_1,Voltage,10.4,
        2,1002,M_ME_NA_1,Voltage,0.5,NT
        2,2001,M_IT_NA_1,1001,7,IV
        2,2002,M_DP_TB_1,Position,3,
        2,2003,M_ME_NB_1,Speed,-12,OV|BL
        2,2004,M_ST_NA_1,Tap,-5,
        2,2005,M_BO_NA_1,Bits,4294967295,
        2,2006,M_PS_NA_1,States,65535,
        """
    private let directory: PointDirectory

    init() throws {
        directory = PointDirectory(try PointList(Array(Self.text.utf8), file: "points.csv"))
    }

    @Test(
        "By address, station and address, or name",
        arguments: [
            ("1001", "1/1001"), ("1/1002", "1/1002"), ("2/1002", "2/1002"), ("3EAH", nil),
            ("2/0x3EA", "2/1002"), ("Breaker", "1/1001"), ("2001", "2/2001"), ("Voltage", nil),
            ("1002", nil), ("3/1002", nil), ("", nil), ("breaker", nil), ("1/2/3", nil),
            ("99999999", nil), ("-1", nil), ("Position", "2/2002"),
        ] as [(String, String?)])
    func finds(_ word: String, _ address: String?) {
        let found = try? directory.find(word)
        #expect(found.map(directory.address) == address)
    }

    @Test("An address of several stations, and a name of several points, say so")
    func saysWhy() {
        #expect(throws: (any Error).self) { try directory.find("1002") }
        do throws(Words) {
            _ = try directory.find("1002")
        } catch {
            #expect(error.english.contains("1/1002 or 2/1002"))
        }
        do throws(Words) {
            _ = try directory.find("Voltage")
        } catch {
            #expect(error.english.contains("lines 3 and 4"))
        }
    }

    @Test("What is written of a value is read as the same value")
    func writesWhatItReads() throws {
        for point in directory.points {
            let row = try #require(directory.row(of: point))
            let quality = try directory.quality(row.information.quality.listText, for: point)
            let read = try directory.information(
                row.information.valueText, quality: quality, for: point)
            #expect(read == row.information)
            #expect(row.information.with([]).with(quality) == row.information)
        }
    }

    @Test("A value that a point cannot have is refused")
    func refuses() throws {
        let breaker = try directory.find("Breaker")
        #expect(throws: (any Error).self) { try directory.information("3", for: breaker) }
        #expect(throws: (any Error).self) { try directory.quality("OV", for: breaker) }
        let foreign = PointID(index: 1_000_000)
        #expect(throws: (any Error).self) { try directory.information("1", for: foreign) }
        #expect(directory.name(of: foreign).isEmpty)
    }
}
