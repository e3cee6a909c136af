import IEC104Codec
import IEC104TestKit
import Testing

@testable import IEC104Inspect

@Suite("The bit fields of elements")
struct ElementFieldsTests {
    static let elements: [ElementDescriptor] = {
        let all = TypeTable.standard.rows.flatMap(\.information.elements)
        return Array(Set(all)).sorted { $0.name < $1.name }
    }()

    @Test("each bit of an element belongs to exactly one field, in order", arguments: elements)
    func everyBit(_ element: ElementDescriptor) {
        check(ElementFields.fields(of: element), size: element.size)
    }

    @Test("each bit of a time tag belongs to exactly one field, in order")
    func everyBitOfTimes() {
        check(ElementFields.cp24, size: 3)
        check(ElementFields.cp56, size: 7)
    }

    private func check(_ fields: [BitField], size: Int) {
        var next = 0
        for field in fields {
            #expect(field.first == next)
            #expect(field.width > 0)
            next = field.first + field.width
        }
        #expect(next == size * 8)
    }

    @Test("the fields that are reserved are those that checking looks at", arguments: elements)
    func reserved(_ element: ElementDescriptor) {
        var bits: UInt64 = 0
        for field in ElementFields.fields(of: element) {
            if case .reserved = field.kind {
                bits |= ((1 << UInt64(field.width)) - 1) << UInt64(field.first)
            }
        }
        #expect(bits == element.reservedBits, "\(element.name)")
    }

    @Test("a field that is not reserved has a name and a meaning in both languages for each value")
    func words() {
        for element in Self.elements {
            for field in ElementFields.fields(of: element) {
                #expect(!field.name.english.isEmpty && !field.name.chinese.isEmpty)
                for value in 0..<UInt64(field.width <= 8 ? 1 << field.width : 4) {
                    for language in Language.allCases {
                        let text = field.text(value << UInt64(field.first), in: language)
                        #expect(!text.value.isEmpty && !text.meaning.isEmpty, "\(element.name)")
                    }
                }
            }
        }
    }

    @Test("a signed field is read with its sign, a float and a normalized value as numbers")
    func values() {
        let step = BitField(0...6, "Value", .signed(.good))
        #expect(step.text(0x40, in: .english).value == "-64")
        #expect(step.text(0x3F, in: .english).value == "63")
        let normalized = BitField(0...15, "NVA", .normalized)
        #expect(normalized.text(0x8000, in: .english).meaning.hasPrefix("-1.0 "))
        let float = BitField(0...31, "R32", .float)
        #expect(float.text(0xFFC0_0000, in: .english).value == "NaN")
        let bits = BitField(0...31, "BSI", .bits(.good))
        #expect(bits.text(0x0102_0304, in: .english).value == "01020304")
    }
}
