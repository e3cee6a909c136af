public import IEC104Codec

/// In what an answer differs from the one that was to be expected.
public struct AnswerDifferences: OptionSet, Hashable, Sendable {
    /// The bits.
    public var rawValue: UInt16
    /// From its bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Another value or qualifier.
    public static let value = Self(rawValue: 1)
    /// The other S/E: an execute was answered as a select, or a select as an execute.
    public static let select = Self(rawValue: 2)
    /// The other T: as a test what was none, or the other way round.
    public static let test = Self(rawValue: 4)
    /// Another time tag. Some stations put in their own time.
    public static let timeTag = Self(rawValue: 8)
    /// Its APDU did not acknowledge what was sent: the station had perhaps not read it yet.
    public static let acknowledgement = Self(rawValue: 16)
    /// The termination came before the confirmation.
    public static let order = Self(rawValue: 32)
    /// An activation was confirmed as a deactivation, or the other way round.
    public static let cause = Self(rawValue: 64)
    /// Another type, of the same object.
    public static let type = Self(rawValue: 128)
    /// Another object, of the same type.
    public static let object = Self(rawValue: 256)
    /// The originator address of another master.
    public static let originator = Self(rawValue: 512)
    /// Another answer, which did not fit, came before the right one.
    public static let other = Self(rawValue: 1024)

    /// A few English words for each.
    public static let words: [(difference: AnswerDifferences, words: String)] = [
        (.value, "another value or qualifier"), (.select, "the other S/E (select or execute)"),
        (.test, "the other T (test or none)"),
        (.timeTag, "another time tag"),
        (.acknowledgement, "an APDU that did not acknowledge what was sent"),
        (.order, "the termination first"), (.cause, "another cause"), (.type, "another type"),
        (.object, "another object"), (.originator, "another originator"),
        (.other, "something else first, which did not fit"),
    ]
}

extension AnswerDifferences: CustomStringConvertible {
    /// What differs, in a few English words.
    public var description: String {
        Self.words.filter { contains($0.difference) }.map(\.words).joined(separator: ", ")
    }
}

/// An answer that came for a request and is not the one that was to be expected: it was not taken
/// for it.
public struct OtherAnswer: Hashable, Sendable {
    /// Its header.
    public var header: ASDUHeader
    /// Its object.
    public var object: InformationObject
    /// In what it differs.
    public var differences: AnswerDifferences

    /// An answer.
    public init(
        _ header: ASDUHeader, _ object: InformationObject, _ differences: AnswerDifferences
    ) {
        self.header = header
        self.object = object
        self.differences = differences
    }
}

extension OtherAnswer: CustomStringConvertible {
    /// What came, and in what it differs.
    public var description: String {
        (header.cause.isNegative ? "negative " : "")
            + "\(header.cause.cause) of \(header.type), object \(object.address), with \(differences)"
            + (object.information == .empty ? "" : " (\(object.information.answerText))")
    }
}
