import IEC104Codec

/// One APDU as far as it can be read, and all that is wrong with it.
///
/// One value serves for many APDUs: `read` replaces what it held and keeps the memory.
public struct APDUReading: Sendable {
    /// The octets given.
    public private(set) var octets: [UInt8] = []
    /// The control field; `nil` when it cannot be read.
    public private(set) var control: ControlField?
    /// The header of the ASDU; `nil` in S and U format and when it cannot be read.
    public private(set) var header: ASDUHeader?
    /// The objects that are wholly there. An `OctetRange` in them counts from the ASDU's start.
    public private(set) var objects: [InformationObject] = []
    /// The places of `objects` among all objects of the ASDU; `nil`: all are there.
    private var kept: [Int]?
    /// Why the APDU cannot be read; `nil` when it can.
    public private(set) var error: DecodeError?
    /// What else is wrong. Offsets count from the start of the APDU.
    public private(set) var problems = Problems()
    /// The octets of the ASDU that belong to no object, as indices of `octets`.
    public private(set) var rest = 0..<0

    /// A reading of nothing.
    public init() {}

    /// Whether something could not be read as what it should be.
    public var isUnreadable: Bool { error != nil || problems.isStructural }

    /// Reads the APDU `octets`.
    ///
    /// - Parameter direction: which way it went; `nil` when it is not known.
    public mutating func read(
        _ octets: Span<UInt8>, direction: TransferDirection?, profile: Profile = .standard
    ) {
        self.octets.removeAll(keepingCapacity: true)
        self.octets.append(copying: octets)
        header = nil
        objects.removeAll(keepingCapacity: true)
        kept = nil
        error = nil
        problems.removeAll()
        rest = octets.count..<octets.count

        control = APDU.control(octets, problems: &problems)
        if let first = problems.list.first(where: { $0.code.isStructural }) {
            error = first
            problems = problems.removing(first)
        }
        guard error == nil, case .information = control else { return }
        readASDU(octets.extracting(APDU.headerLength..<octets.count), direction, profile)
    }

    /// Takes octets that are no APDU, for the reason `error`.
    public mutating func refuse(_ octets: Span<UInt8>, _ error: DecodeError) {
        read(Span(), direction: nil)
        self.octets.append(copying: octets)
        rest = 0..<octets.count
        problems.removeAll()
        self.error = error
    }

    /// Takes an ASDU whose objects were read already, all or some of them.
    ///
    /// - Parameter asdu: its octets, which an `OctetRange` in the objects counts in.
    public mutating func take(
        _ header: ASDUHeader, _ objects: Span<InformationObject>, of asdu: Span<UInt8>
    ) {
        octets.removeAll(keepingCapacity: true)
        control = nil
        self.header = header
        self.objects.removeAll(keepingCapacity: true)
        for place in objects.indices { self.objects.append(objects[place]) }
        kept = nil
        error = nil
        problems.removeAll()
        rest = 0..<0
        guard objects.count > 0, objects[0].information.hasRange else { return }
        octets.append(contentsOf: repeatElement(0, count: APDU.headerLength))
        octets.append(copying: asdu)
    }

    private mutating func readASDU(
        _ asdu: Span<UInt8>, _ direction: TransferDirection?, _ profile: Profile
    ) {
        var found = Problems()
        do throws(DecodeError) {
            var reader = try ASDUReader(inspecting: asdu, profile: profile)
            header = reader.header
            reader.appendViolations(to: &found)
            reader.appendHeaderProblems(direction: direction, to: &found)
            while let object = reader.next(checking: &found) { objects.append(object) }
            rest = (APDU.headerLength + reader.objectsEnd)..<(APDU.headerLength + asdu.count)
        } catch {
            self.error = error.inAPDU
        }
        problems.append(found) { $0.inAPDU }
    }

    /// The octets of an object that vary in number: a segment, private fields, raw objects.
    public func octets(_ range: OctetRange) -> ArraySlice<UInt8> {
        let first = min(APDU.headerLength + Int(range.offset), octets.count)
        return octets[first..<min(first + Int(range.count), octets.count)]
    }
}

extension DecodeError {
    /// A violation of an ASDU, with all places counted from the start of its APDU.
    fileprivate var inAPDU: DecodeError {
        var error = moved(by: APDU.headerLength)
        let places: [Code] = [.asduHeaderTruncated, .objectsTruncated, .trailingOctets]
        if places.contains(code) {
            error.expected = expected.map { $0 &+ APDU.headerLength }
            error.found = found.map { $0 &+ APDU.headerLength }
        }
        return error
    }
}

extension Problems {
    fileprivate func removing(_ problem: DecodeError) -> Problems {
        var rest = Problems()
        for other in list where other != problem { rest.append(other) }
        return rest
    }
}

extension APDUReading {
    /// Leaves out the objects that do not pass.
    mutating func keepObjects(_ passes: (InformationObject) -> Bool) {
        let kept = objects.indices.filter { passes(objects[$0]) }
        self.kept = kept
        objects = kept.map { objects[$0] }
    }

    /// Whether objects were left out.
    var isPruned: Bool { kept != nil }

    /// Whether the object at `place` of the ASDU was not left out.
    func keeps(_ place: Int) -> Bool { kept?.contains(place) ?? true }

    /// The same APDU with all its objects.
    func unpruned(_ profile: Profile) -> APDUReading {
        var whole = self
        whole.kept = nil
        whole.objects.removeAll(keepingCapacity: true)
        var ignored = Problems(keeping: 0)
        guard octets.count > APDU.headerLength else { return whole }
        let asdu = octets.span.extracting(APDU.headerLength..<octets.count)
        do throws(DecodeError) {
            var reader = try ASDUReader(inspecting: asdu, profile: profile)
            while let object = reader.next(checking: &ignored) { whole.objects.append(object) }
        } catch {
            return self
        }
        return whole
    }
}
