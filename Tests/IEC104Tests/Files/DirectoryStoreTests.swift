import Glibc
import IEC104
import Testing

/// A directory that is gone when the test is over.
final class Folder {
    let path: String

    init() throws {
        let number = UInt64.random(in: .min ... .max)
        path = "/tmp/iec104-files-\(getpid())-\(number)"
        try #require(unsafe mkdir(path, 0o700) == 0)
    }

    func write(_ name: String, _ octets: [UInt8]) throws {
        let file = unsafe open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(file >= 0)
        let count = unsafe Glibc.write(file, octets, octets.count)
        Glibc.close(file)
        #expect(count == octets.count)
    }

    func read(_ name: String) -> [UInt8]? {
        guard let file = unsafe fopen(path + "/" + name, "r") else { return nil }
        defer { unsafe fclose(file) }
        var octets: [UInt8] = []
        var portion = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe fread(&portion, 1, portion.count, file)
            guard count > 0 else { return octets }
            octets += portion[..<count]
        }
    }

    /// The names in it.
    var names: [String] {
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                    unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    deinit {
        for name in names {
            let file = path + "/" + name
            if unsafe unlink(file) != 0 {
                unsafe unlink(file + "/11-inner")
                unsafe rmdir(file)
            }
        }
        unsafe rmdir(path)
    }
}

@Suite("A directory as the files of an outstation")
struct DirectoryStoreTests {
    private func name(_ number: UInt16) -> FileName { FileName(number, object: 30_000) }

    @Test("names give numbers; links, devices and names that lead out are not served")
    func names() async throws {
        let folder = try Folder()
        for name in [
            "7-a", "7-b", "00000-zero", "65536-large", "13abc", "-14", "15.log", ".18", "x19",
            "000020-six digits", "21", "22_x", "23 x", "16-\n..\\x",
        ] {
            try folder.write(name, [1, 2, 3])
        }
        _ = unsafe symlink("/etc/passwd", folder.path + "/8-link")
        _ = unsafe mkfifo(folder.path + "/9-pipe", 0o600)
        _ = unsafe mkdir(folder.path + "/10-sub", 0o700)
        try folder.write("10-sub/11-inner", [9])
        _ = unsafe symlink("/etc", folder.path + "/12-etc")
        let store = try DirectoryFileStore(folder.path)
        let files = try await store.files(of: name(0))
        #expect(files.map(\.number) == [7, 10, 15, 16, 21, 22, 23])
        #expect(files.filter(\.isDirectory).map(\.number) == [10])
        #expect(files.allSatisfy { $0.modified > 1_600_000_000_000 })
        #expect(try await store.files(of: name(10)).map(\.number) == [11])
        #expect(try await store.open(name(11), range: nil).read(0..<1) == [9])
        for number in [8, 9, 10, 12, 13, 18, 99] as [UInt16] {
            await #expect(throws: FileRefusal.unknownFile) {
                try await store.open(name(number), range: nil)
            }
            await #expect(throws: FileRefusal.unknownFile) { try await store.delete(name(number)) }
        }
        await #expect(throws: FileRefusal.unknownFile) { try await store.files(of: name(7)) }
        await #expect(throws: FileRefusal.unknownObject) {
            try await store.open(FileName(7, object: 1), range: nil)
        }
        #expect(throws: FileStoreError.self) { try DirectoryFileStore(folder.path + "/none") }
        #expect(throws: FileStoreError.self) { try DirectoryFileStore(folder.path + "/21") }
    }

    @Test("what a killed process has left of writes is removed, and nothing else")
    func leftovers() throws {
        let folder = try Folder()
        // No process has such a number: they end at 4194304.
        let left = [".iec104-4194305-1.tmp", ".iec104-\(getpid())-77.tmp"]
        let kept = [
            ".iec104-1-1.tmp", ".iec104-4194305-1.tmp2", ".iec104-4194305.tmp",
            ".iec104-x-1.tmp", "iec104-4194305-1.tmp", ".iec104--1.tmp", ".iec104.tmp",
            ".iec104-4194305-9.tmp", ".iec104-4194305-8.tmp",
        ]
        for name in left + kept.dropLast() { try folder.write(name, [1]) }
        var old = [timeval(tv_sec: 1_000_000_000, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
        old[1] = old[0]
        for name in left + kept.dropLast(2) {
            #expect(unsafe utimes(folder.path + "/" + name, old) == 0)
        }
        // Another one's file, reached by a link.
        _ = unsafe symlink("7", folder.path + "/" + (kept.last ?? ""))
        #expect(try DirectoryFileStore(folder.path, isReadOnly: true).removedLeftovers == 0)
        #expect(try DirectoryFileStore(folder.path).removedLeftovers == 2)
        #expect(folder.names == kept.sorted())
    }

    @Test("a file is seen when it is complete, in one step; what is not leaves nothing")
    func drafts() async throws {
        let folder = try Folder()
        try folder.write("7-old", [1])
        let store = try DirectoryFileStore(folder.path, capacity: 10)
        let old = try await store.open(name(7), range: nil)
        var draft: (any FileDraft)? = try await store.create(name(7), length: 4)
        try await draft?.write([5, 5, 5, 5, 5], at: 0)
        try await draft?.write([6, 7], at: 2)
        #expect(folder.read("7-old") == [1])
        #expect(try await store.files(of: name(0)).count == 1)
        try await draft?.complete(length: 4)
        #expect(folder.read("7-old") == [5, 5, 6, 7])
        #expect(try await old.read(0..<1) == [1])
        draft = try await store.create(name(9), length: 6)
        try await draft?.write([1], at: 0)
        #expect(folder.names.count == 2)
        draft = nil
        #expect(folder.names == ["7-old"])
        await #expect(throws: FileRefusal.noMemory) { try await store.create(name(9), length: 7) }
        draft = try await store.create(name(9), length: 0)
        try await draft?.complete(length: 0)
        #expect(folder.names == ["00009-received", "7-old"])
        try await store.delete(name(7))
        #expect(folder.names == ["00009-received"])
        let fixed = try DirectoryFileStore(folder.path, isReadOnly: true)
        await #expect(throws: FileRefusal.notAllowed) { try await fixed.create(name(1), length: 0) }
        await #expect(throws: FileRefusal.notAllowed) { try await fixed.delete(name(9)) }
    }

    @Test("a log gives the lines of the range")
    func log() async throws {
        let folder = try Folder()
        let text = """
            head
            2026-03-02T08:00:00.000Z one
              more of one
            2026-03-02 08:00:01.500 two
            2026-03-02T08:00:02 three

            """
        try folder.write("5.log", Array(text.utf8))
        try folder.write("6", Array("no times".utf8))
        let store = try DirectoryFileStore(folder.path)
        func lines(_ first: Int64, _ last: Int64, _ number: UInt16 = 5) async throws -> String {
            let start: Int64 = 1_772_438_400_000
            let file = try await store.open(
                name(number),
                range: LogRange(
                    try #require(CP56Time2a(millisecondsSince1970: start + first)),
                    try #require(CP56Time2a(millisecondsSince1970: start + last))))
            return String(decoding: try await file.read(0..<file.length), as: UTF8.self)
        }
        let all = text.split(separator: "\n").map { $0 + "\n" }
        #expect(try await lines(0, 60_000) == all[1...].joined())
        #expect(try await lines(0, 0) == all[1...2].joined())
        #expect(try await lines(1, 1500) == all[3])
        #expect(try await lines(1501, 2000) == all[4])
        #expect(try await lines(2001, 9000) == "")
        #expect(try await lines(-9000, -1) == "")
        #expect(try await lines(0, 1, 6) == "no times")
        await #expect(throws: FileRefusal.failed) {
            let raw = CP56Time2a(rawValue: .max)
            _ = try await store.open(name(5), range: LogRange(raw, raw))
        }
    }

    @Test("a file that is cut while it is read cannot be read any more")
    func cut() async throws {
        let folder = try Folder()
        try folder.write("7", [1, 2, 3])
        let file = try await DirectoryFileStore(folder.path).open(name(7), range: nil)
        try folder.write("7", [1])
        await #expect(throws: FileRefusal.failed) { try await file.read(0..<3) }
    }
}
