internal import IEC104Codec

// What tells events apart.

extension Cause {
    /// Whether what comes with it was kept until it is acknowledged: spontaneous data, and
    /// information that a command has returned.
    var isOfEvents: Bool { rawValue == 3 || rawValue == 11 || rawValue == 12 }
}

extension InformationObject {
    /// Whether it tells by itself that it is the same event as another one that is equal.
    var isSelfEvident: Bool {
        switch timeTag {
        case .none: false
        case .cp24(let time): !time.isInvalid && time.isPossible
        case .cp56(let time): !time.isInvalid && time.isPossible
        }
    }
}

extension TimeTag {
    /// Whether it is later than another one, as far as both tell.
    func isCertainlyLater(than other: TimeTag) -> Bool {
        switch (self, other) {
        case (.cp56(let own), .cp56(let other)):
            guard let own = own.millisecondsSince1970, let other = other.millisecondsSince1970
            else { return false }
            return own > other
        // Minutes of an hour: which comes first nobody knows, but of equal ones.
        case (.cp24(let own), .cp24(let other)): return own != other
        default: return false
        }
    }
}

extension Information {
    /// Whether two equal ones are the same: what points into octets elsewhere is not.
    var isComparable: Bool {
        switch self {
        case .privateFields, .raw, .fileSegment: false
        default: true
        }
    }
}
