extension PointOptions {
    /// The deadband in the unit of the value; `nil` when its percents or its range make no sense.
    var absoluteDeadband: Float? {
        guard let deadbandPercent else { return deadband }
        guard let rangeLow, let rangeHigh, rangeLow < rangeHigh, (0...100).contains(deadbandPercent)
        else { return nil }
        let absolute = (rangeHigh - rangeLow) * (deadbandPercent / 100)
        return absolute.isFinite ? absolute : nil
    }
}
