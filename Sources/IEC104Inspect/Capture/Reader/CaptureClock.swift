/// How an interface counts time: the length of a tick, and what is added to the sum.
struct CaptureClock: Sendable {
    /// Microseconds since 1970, which both formats use when nothing else is said.
    static let microseconds = CaptureClock(resolution: 6)

    /// A tick is `multiplier` / 2 to the `shift` / `divisor` nanoseconds; divisor 0 is "too short".
    private let multiplier: UInt64
    private let shift: UInt64
    private let divisor: UInt64
    private let digits: UInt8
    /// Seconds that are added to every time.
    var offset: Int64 = 0

    /// The clock of an interface option `if_tsresol`: a negative power of 10, or of 2 when the
    /// most significant bit is set.
    init(resolution: UInt8) {
        let exponent = Int(resolution & 0x7F)
        if resolution & 0x80 != 0 {
            multiplier = 1_000_000_000
            shift = UInt64(exponent)
            divisor = 1
            digits = UInt8(min(9, (exponent * 30_103 + 99_999) / 100_000))
        } else {
            multiplier = exponent < 9 ? Self.power(9 - exponent) : 1
            shift = 0
            divisor = exponent > 9 ? Self.power(exponent - 9) : 1
            digits = UInt8(min(9, exponent))
        }
    }

    /// 10 to the `exponent`, or 0 when that does not fit.
    private static func power(_ exponent: Int) -> UInt64 {
        guard exponent <= 19 else { return 0 }
        var power: UInt64 = 1
        for _ in 0..<exponent { power &*= 10 }
        return power
    }

    /// The time of a tick count. Times that do not fit stick to the end of the scale.
    @inline(__always)
    func time(_ ticks: UInt64) -> Timestamp {
        let product = ticks.multipliedFullWidth(by: multiplier)
        if product.high == 0, shift == 0, divisor == 1, offset == 0 {
            return utc(Int64(clamping: product.low))
        }
        return utc(slow(product))
    }

    private func utc(_ nanoseconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds, scale: .utc, fractionDigits: digits)
    }

    private func slow(_ product: (high: UInt64, low: UInt64)) -> Int64 {
        let shifted: UInt64
        if shift >= 64 {
            shifted = product.high >> (shift - 64)
        } else if product.high >> shift != 0 {
            shifted = .max
        } else {
            shifted = product.high << (64 - shift) | product.low >> shift
        }
        let nanoseconds = divisor == 0 ? 0 : Int64(clamping: shifted / divisor)
        let added = offset.multipliedReportingOverflow(by: 1_000_000_000)
        guard !added.overflow else { return offset < 0 ? .min : .max }
        let sum = nanoseconds.addingReportingOverflow(added.partialValue)
        guard !sum.overflow else { return added.partialValue < 0 ? .min : .max }
        return sum.partialValue
    }
}
