import Glibc
import Synchronization

/// The terminal on standard input while lines are edited: characters come one by one and are not
/// echoed. It is left as it was at the end, also of a crash or a stop by Ctrl-Z.
enum Terminal {
    private static let isEditing = Atomic(false)
    /// Whether the other screen is shown.
    private static let isFullScreen = Atomic(false)
    /// The screen was lost while the process was stopped.
    private static let needsRedraw = Atomic(false)
    /// The terminal before, and while lines are edited. Written once, before `isEditing` is set.
    nonisolated(unsafe) private static var before = termios()
    nonisolated(unsafe) private static var editing = termios()

    /// Whether somebody sits there: both streams are terminals, and this program is in front.
    static var isInFront: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
            && tcgetpgrp(STDIN_FILENO) == getpgrp()
    }

    /// Whether it shows lines only, as the shells of some editors do.
    static var isDumb: Bool { Standard.environment("TERM") == "dumb" }

    static var columns: Int {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 80
        }
        return Int(size.ws_col)
    }

    /// Begins; `false` when the terminal does not allow it.
    ///
    /// - Parameter isFullScreen: what is on the screen is kept for later, and the screen is empty.
    static func begin(isFullScreen full: Bool = false) -> Bool {
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return false }
        unsafe editing = before
        unsafe editing.c_lflag &= ~tcflag_t(ICANON | ECHO)
        isEditing.store(true, ordering: .sequentiallyConsistent)
        atexit { Terminal.end() }
        install()
        guard unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &editing) == 0 else { return false }
        if full {
            isFullScreen.store(true, ordering: .sequentiallyConsistent)
            LiveTerminal.write(LiveTerminal.begin)
        }
        return true
    }

    /// Whether the screen must be drawn again, as the process was stopped meanwhile.
    static func takeRedraw() -> Bool { needsRedraw.exchange(false, ordering: .relaxed) }

    /// Leaves the terminal as it was.
    static func end() {
        guard isEditing.exchange(false, ordering: .sequentiallyConsistent) else { return }
        if isFullScreen.exchange(false, ordering: .sequentiallyConsistent) {
            LiveTerminal.write(LiveTerminal.end)
        }
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &before)
    }

    /// What ends or stops the process without its will.
    private static func install() {
        // What handlers use is made before them, as in Signals.
        isFullScreen.store(false, ordering: .relaxed)
        needsRedraw.store(false, ordering: .relaxed)
        // Who started us may have blocked them.
        var ours = sigset_t()
        unsafe sigemptyset(&ours)
        let others = [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV]
        for signal in others + (Signals.catchesHangups ? [] : [SIGHUP]) {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = { number in
                Terminal.end()
                raise(number)
            }
            // The second time it does what it does without us.
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            unsafe sigaction(signal, &action, nil)
            unsafe sigaddset(&ours, signal)
        }
        var stop = sigaction()
        unsafe stop.__sigaction_handler.sa_handler = { _ in
            if Terminal.isFullScreen.load(ordering: .relaxed) {
                LiveTerminal.write(LiveTerminal.end)
            }
            unsafe tcsetattr(STDIN_FILENO, TCSANOW, &Terminal.before)
            kill(getpid(), SIGSTOP)
        }
        stop.sa_flags = Int32(SA_RESTART)
        unsafe sigaction(SIGTSTP, &stop, nil)
        var go = sigaction()
        unsafe go.__sigaction_handler.sa_handler = { _ in
            guard Terminal.isEditing.load(ordering: .relaxed),
                tcgetpgrp(STDIN_FILENO) == getpgrp()
            else { return }
            unsafe tcsetattr(STDIN_FILENO, TCSANOW, &Terminal.editing)
            if Terminal.isFullScreen.load(ordering: .relaxed) {
                LiveTerminal.write(LiveTerminal.begin)
                Terminal.needsRedraw.store(true, ordering: .relaxed)
            }
        }
        go.sa_flags = Int32(SA_RESTART)
        unsafe sigaction(SIGCONT, &go, nil)
        for signal in [SIGTSTP, SIGCONT] { unsafe sigaddset(&ours, signal) }
        unsafe sigprocmask(SIG_UNBLOCK, &ours, nil)
    }
}
