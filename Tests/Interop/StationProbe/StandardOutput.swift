import Glibc

/// Writes to standard output at once. Streams of C are no use: flushing waits for whoever reads
/// standard input.
func writeOutput(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
        let count = unsafe rest.withUnsafeBytes { octets in
            // A system call needs the address; it reads as many octets as there are.
            unsafe write(STDOUT_FILENO, octets.baseAddress, octets.count)
        }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
    }
}
