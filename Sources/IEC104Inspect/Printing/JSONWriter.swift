/// Writes JSON objects into text: one call a member, commas set by itself.
package struct JSONWriter {
    package private(set) var text = OctetText()
    private var needsComma = false

    package init() {}

    mutating func removeAll() {
        text.removeAll()
        needsComma = false
    }

    package mutating func beginObject() { begin(UInt8(ascii: "{")) }
    package mutating func endObject() { end(UInt8(ascii: "}")) }
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }
    package mutating func beginArray(_ key: StaticString) {
        self.key(key)
        beginArray()
    }
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Goes on with an object that was begun in another writer.
    mutating func goOn(with begun: borrowing JSONWriter) {
        text.append(begun.text)
        needsComma = begun.needsComma
    }

    /// Ends the line of an outermost object.
    package mutating func endLine() {
        text.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    package mutating func key(_ key: StaticString) {
        text.append(needsComma ? ",\"" : "\"")
        text.append(key)
        text.append("\":")
        needsComma = false
    }

    package mutating func key(_ key: String) {
        value(key)
        text.append(UInt8(ascii: ":"))
        needsComma = false
    }

    package mutating func member(_ key: StaticString, _ number: some BinaryInteger) {
        self.key(key)
        value(number)
    }

    package mutating func member(_ key: StaticString, _ flag: Bool) {
        self.key(key)
        text.append(flag ? "true" : "false")
        needsComma = true
    }

    package mutating func member(_ key: StaticString, _ string: String) {
        self.key(key)
        value(string)
    }

    /// A member whose text is plain and needs no escapes.
    package mutating func member(_ key: StaticString, plain write: (inout OctetText) -> Void) {
        self.key(key)
        text.append(UInt8(ascii: "\""))
        write(&text)
        text.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// A member with a text of our own tables, which needs no escapes.
    package mutating func member(_ key: StaticString, plain string: String) {
        self.key(key)
        text.append("\"")
        text.append(string)
        text.append("\"")
        needsComma = true
    }

    mutating func null(_ key: StaticString) {
        self.key(key)
        text.append("null")
        needsComma = true
    }

    /// The members of an object that is JSON already.
    package mutating func members(of object: String) {
        let members = object.utf8.dropFirst().dropLast()
        guard !members.isEmpty else { return }
        value(number: members)
    }

    package mutating func value(_ number: some BinaryInteger) {
        comma()
        text.append(number: number)
        needsComma = true
    }

    /// A number as it is written.
    package mutating func value(number digits: some Sequence<UInt8>) {
        comma()
        for digit in digits { text.append(digit) }
        needsComma = true
    }

    /// A number, or a string where JSON has no such number.
    package mutating func value(_ number: Float) {
        comma()
        if number.isFinite {
            text.append(number)
        } else {
            text.append(UInt8(ascii: "\""))
            text.append(number)
            text.append(UInt8(ascii: "\""))
        }
        needsComma = true
    }

    /// A finite number.
    package mutating func value(_ number: Double) {
        comma()
        text.append(number)
        needsComma = true
    }

    package mutating func value(plain string: StaticString) {
        comma()
        text.append(UInt8(ascii: "\""))
        text.append(string)
        text.append(UInt8(ascii: "\""))
        needsComma = true
    }

    package mutating func value(_ string: String) {
        comma()
        text.append(UInt8(ascii: "\""))
        for octet in string.utf8 {
            switch octet {
            case UInt8(ascii: "\""): text.append("\\\"")
            case UInt8(ascii: "\\"): text.append("\\\\")
            case 0..<0x20:
                text.append("\\u00")
                text.append(hex: octet)
            default: text.append(octet)
            }
        }
        text.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        comma()
        text.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        text.append(bracket)
        needsComma = true
    }

    private mutating func comma() {
        if needsComma { text.append(UInt8(ascii: ",")) }
    }
}
