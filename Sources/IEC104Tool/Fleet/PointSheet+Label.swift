import Glibc
import IEC104
import IEC104Inspect

extension PointSheet {
    /// What is told of a value of a point; `nil` when the list does not have the point.
    func label(of object: InformationObject, _ station: CommonAddress) -> PointLabel? {
        guard let entry = entry(station, object.address) else { return nil }
        var label = PointLabel(name: entry.name.harmless, unit: entry.unit.harmless)
        guard let number = object.information.number, number.isFinite else { return label }
        let value = entry.value(number)
        if entry.scale != 1 || entry.offset != 0 {
            // A single has seven digits; what is behind them was never sent.
            let digits = if case .shortFloat = object.information { 7 } else { 12 }
            label.scaled = value.rounded(toDigits: digits)
        }
        if let low = entry.low, value < low { label.limit = .low }
        if let high = entry.high, value > high { label.limit = .high }
        return label
    }
}

extension Double {
    /// With so many significant digits.
    fileprivate func rounded(toDigits digits: Int) -> Double {
        guard isFinite, self != 0 else { return self }
        let factor = pow(10, Double(digits) - 1 - floor(log10(magnitude)))
        let rounded = (self * factor).rounded() / factor
        // Very large and very small ones have no such factor.
        return rounded.isFinite && rounded != 0 ? rounded : self
    }
}
