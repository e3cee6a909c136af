import IEC104

extension Information {
    /// The other one of two states; `nil` for what has not two.
    var otherState: Information? {
        switch self {
        case .singlePoint(let point): .singlePoint(SIQ(!point.isOn, quality: point.quality))
        case .doublePoint(let point):
            .doublePoint(DIQ(point.state == .on ? .off : .on, quality: point.quality))
        default: nil
        }
    }
}
