import Glibc

/// Hands what was printed to the reader at once.
func flush() {
    // All streams: `stdout` is a global variable of C, which Swift calls unsafe.
    fflush(nil)
}
