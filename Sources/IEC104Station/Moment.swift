package import IEC104Session

/// Now, on both clocks: protocol timers run on the monotonic one, time tags tell the other.
package struct Moment: Hashable, Sendable {
    /// The monotonic clock.
    package var instant: Instant
    /// The wall clock: milliseconds since 1970-01-01T00:00 UTC.
    package var wall: Int64

    package init(_ instant: Instant, wall: Int64) {
        self.instant = instant
        self.wall = wall
    }
}
