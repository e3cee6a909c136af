import IEC104
import IEC104Codec

/// A part of the text of a point list.
struct TextSlice: Hashable, Sendable {
    let start: UInt32
    let count: UInt16

    init(_ range: Range<Int>) {
        start = UInt32(clamping: range.lowerBound)
        count = UInt16(clamping: range.count)
    }

    /// Where it is in `text`.
    func range(in text: [UInt8]) -> Range<Int> {
        let start = min(Int(start), text.count)
        return start..<min(start + Int(count), text.count)
    }
}

/// A point of the list.
struct PointRow: Hashable, Sendable {
    var station: CommonAddress
    var address: ObjectAddress
    /// As written: with time tag for a point whose events have one.
    var type: TypeID
    /// The value and the quality at the start.
    var information: Information
    var name: TextSlice
    var unit: TextSlice
    /// Bit n stands for group n + 1: of interrogation, or of counter interrogation.
    var groups: UInt16
    /// How far a measured value moves before that is an event, in the units of the list (-1...1 for
    /// a normalized value); 0 for every change.
    var deadband: Float
    /// Milliseconds between two transmissions without a change; 0 for none. Measured values are
    /// sent with cause 1, states with cause 2.
    var period: UInt32
    /// Whether the station interrogation reports it.
    var isInterrogated = true
    /// Where it stands in the file.
    var line: UInt32
}

/// A command of the list.
struct CommandRow: Hashable, Sendable {
    var station: CommonAddress
    var address: ObjectAddress
    var type: TypeID
    var name: TextSlice
    /// The place in `PointList.points` of the point that it drives.
    var target: Int?
    /// How it is operated.
    var options: CommandOptions
    /// Where it stands in the file.
    var line: UInt32
}
