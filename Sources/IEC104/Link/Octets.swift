extension Array<UInt8> {
    /// The first `count` octets of `span`, or all when there are fewer.
    init(copying span: Span<UInt8>, first count: Int) {
        // The pointer does not leave the closure; the array copies from it at once.
        self = unsafe span.withUnsafeBufferPointer { unsafe Array($0.prefix(count)) }
    }
}
