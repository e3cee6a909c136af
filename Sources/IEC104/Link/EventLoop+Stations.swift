import IEC104Net

extension EventLoop {
    /// A loop on a thread of its own.
    package static func started(
        _ options: EventLoopOptions = EventLoopOptions()
    ) throws(SystemError) -> EventLoop {
        let loop = try EventLoop(options)
        try loop.start()
        return loop
    }
}
