public struct SummaryPrinter: InspectionSink {
    public private(set) var text = OctetText()
    public init(language: Language) {}
    public mutating func removeAll() { text.removeAll() }
    public mutating func receive(_ record: borrowing APDURecord) {}
    public mutating func receive(_ event: ConnectionEvent) {}
    public mutating func receive(_ notice: Notice) {}
}
