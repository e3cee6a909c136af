import IEC104Net

extension EventLoop {
    /// A loop for one station, on a thread of its own.
    static func started() throws(SystemError) -> EventLoop {
        let loop = try EventLoop()
        try loop.start()
        return loop
    }
}
