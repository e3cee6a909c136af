/// Whether setting a point makes an event.
public enum EventMode: UInt8, Hashable, Sendable, CaseIterable {
    /// When the value has changed, beyond the deadband of a measured value.
    case detect
    /// Always.
    case force
    /// Never.
    case suppress
}
