import IEC104Codec
import Testing

@Suite("sequence numbers")
struct SequenceNumberTests {
    @Test("32767 is followed by 0, and every other number by the next one")
    func next() {
        for value in UInt16(0)...32767 {
            #expect(SequenceNumber(value).next.value == (value == 32767 ? 0 : value + 1))
        }
    }

    @Test("a number above 32767 counts modulo 32768")
    func modulo() {
        for value: UInt16 in [32768, 32769, 40000, 65535] {
            #expect(SequenceNumber(value).value == value - 32768)
        }
        #expect(SequenceNumber(7) == 7)
        #expect("\(SequenceNumber(32767))" == "32767")
    }

    @Test("adding and the distance agree with arithmetic modulo 32768")
    func arithmetic() {
        let samples: [UInt16] = [0, 1, 2, 11, 12, 16383, 16384, 16385, 32755, 32766, 32767]
        for first in samples {
            for second in samples {
                let sum = (Int(first) + Int(second)) % 32768
                #expect((SequenceNumber(first) + second).value == UInt16(sum))
                let distance = (Int(first) - Int(second) + 32768) % 32768
                let found = SequenceNumber(first).distance(from: SequenceNumber(second))
                #expect(found == UInt16(distance))
            }
        }
        #expect((SequenceNumber(5) + 65535).value == 4)
    }

    /// T-9: N(R) old, equal, ahead, exactly k ahead.
    @Test("a number is between two exactly when counting up from the lower one meets it first")
    func between() {
        for low: UInt16 in [0, 1, 100, 32755, 32760, 32766, 32767] {
            for size: UInt16 in [0, 1, 8, 12, 100] {
                let first = SequenceNumber(low)
                let last = first + size
                var inside: Set<UInt16> = [low]
                var number = first
                for _ in 0..<size {
                    number = number.next
                    inside.insert(number.value)
                }
                for value in UInt16(0)...32767 {
                    let found = SequenceNumber(value).isBetween(first, last)
                    if found != inside.contains(value) {
                        Issue.record("\(value) between \(first) and \(last): \(found)")
                    }
                }
            }
        }
    }

    @Test("a window of all numbers has every number in it")
    func wholeWindow() {
        for value in UInt16(0)...32767 {
            #expect(SequenceNumber(value).isBetween(100, 99))
        }
    }
}
