import Glibc

/// What this process takes of the machine.
enum Usage {
    /// Resident memory in octets, when `IEC104_MEASURE_MEMORY` is set: tests of other things that
    /// run at the same time in this process would be measured too, so this is for a run of these
    /// tests alone, not in parallel. Else 0. `Tests/Hostile` measures a process of its own.
    static var memory: Int {
        guard unsafe getenv("IEC104_MEASURE_MEMORY") != nil else { return 0 }
        guard let text = read("/proc/self/statm") else { return 0 }
        let words = text.split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    private static func read(_ path: String) -> String? {
        guard let file = unsafe fopen(path, "r") else { return nil }
        defer { unsafe fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe fread(&buffer, 1, buffer.count, file)
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }
}
