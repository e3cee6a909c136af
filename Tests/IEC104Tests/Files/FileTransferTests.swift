import IEC104
import Testing

/// `Master` and `Outstation` over TCP, with a directory.
@Suite("Files over TCP", .timeLimit(.minutes(10)))
struct FileTransferTests {
    private func name(_ number: UInt16) -> FileName { FileName(number, object: 30_000) }

    private static func field(_ folder: Folder, isReadOnly: Bool = false) throws -> Field {
        let store = try DirectoryFileStore(folder.path, isReadOnly: isReadOnly)
        return try Field { configuration in
            configuration.fileStore = store
            configuration.parameters.k = 100
            configuration.settings.files.sectionLength = 50_000
        }
    }

    @Test("listed, fetched, written, queried, deleted; the station tells who did it")
    func all() throws {
        let folder = try Folder()
        let file = (0..<120_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try folder.write("00007-fault.cfg", file)
        try folder.write("5.log", Array("2026-03-02T08:00:00 a\n2026-03-02T08:00:09 b\n".utf8))
        let reports = Guarded<[FileReport]>([])
        let store = try DirectoryFileStore(folder.path)
        let field = try Field { configuration in
            configuration.fileStore = store
            configuration.observer = { notice in
                if case .file(let report) = notice { reports.withLock { $0.append(report) } }
            }
        }
        defer { field.finish() }
        let master = field.honest
        let name = name
        try field.loop.run {
            let entries = try await master.directory()
            #expect(entries.map(\.file) == [name(5), name(7)])
            #expect(entries.map(\.length) == [44, 120_000])
            let steps = Guarded<[Int]>([])
            let fetched = try await master.fetch(name(7)) { count in
                steps.withLock { $0.append(count) }
            }
            #expect(fetched == file)
            #expect(steps.withLock { $0 } == [32_768, 65_536, 98_304, 120_000])
            var sections: [Int] = []
            for try await section in master.sections(of: name(7)) { sections.append(section.count) }
            #expect(sections == [32_768, 32_768, 32_768, 21_696])
            try await master.write(Array(file.prefix(70_000)), to: name(300))
            let start = CP56Time2a(millisecondsSince1970: 1_772_438_401_000)
            let stop = CP56Time2a(millisecondsSince1970: 1_772_438_500_000)
            let range = LogRange(try #require(start), try #require(stop))
            let log = try await master.fetch(name(5), range: range)
            #expect(String(decoding: log, as: UTF8.self) == "2026-03-02T08:00:09 b\n")
            try await master.delete(name(7))
            do throws(FileTransferError) {
                _ = try await master.fetch(name(7))
                Issue.record("fetched what was deleted")
            } catch {
                #expect(error.code == .refused)
            }
        }
        #expect(folder.read("00300-received") == Array(file.prefix(70_000)))
        #expect(folder.names == ["00300-received", "5.log"])
        let told = reports.withLock { $0.map { "\($0.operation) \($0.failure?.name ?? "")" } }
        #expect(
            told == [
                "list ", "fetch ", "fetch ", "write ", "query ", "delete ", "fetch refused",
            ])
        #expect(reports.withLock { $0.allSatisfy { $0.peer == "127.0.0.1" } })
        try field.checkService()
    }

    @Test("cancelled tasks and loops that are left give the transfer up; the link stays")
    func cancelled() throws {
        let folder = try Folder()
        try folder.write("7", [UInt8](repeating: 3, count: 200_000))
        let field = try Self.field(folder)
        defer { field.finish() }
        let master = field.honest
        let name = name
        try field.loop.run {
            for try await section in master.sections(of: name(7)) {
                #expect(section.count == 50_000)
                break
            }
            let fetch = Task { try await master.fetch(name(7)) }
            await Task.yield()
            fetch.cancel()
            let fetched = await fetch.result
            if case .failure(let error) = fetched {
                #expect((error as? FileTransferError)?.code == .cancelled)
            }
            let write = Task {
                try await master.write(to: name(9), length: 100_000) { range in
                    if range.lowerBound > 40_000 {
                        unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                    }
                    return [UInt8](repeating: 1, count: range.count)
                }
            }
            guard case .failure(let error) = await write.result else {
                Issue.record("written")
                return
            }
            #expect((error as? FileTransferError)?.code == .cancelled)
            do throws(FileTransferError) {
                try await master.write(to: name(9), length: 100) { _ in throw CancellationError() }
                Issue.record("written")
            } catch {
                #expect(error.code == .storeFailed)
            }
            let whole = try await master.fetch(name(7))
            #expect(whole.count == 200_000)
        }
        try field.loop.drive { folder.names == ["7"] }
        try field.checkService()
    }

    @Test("a file of many sections is written, and comes back as it was")
    func large() throws {
        let folder = try Folder()
        let file = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 5) }
        let field = try Self.field(folder)
        defer { field.finish() }
        let (master, name) = (field.honest, name)
        try field.loop.run {
            try await master.write(file, to: name(9))
            let fetched = try await master.fetch(name(9))
            #expect(fetched == file)
        }
        #expect(folder.read("00009-received") == file)
    }

    @Test("several masters at once, one is cut off; a read-only directory; no directory")
    func several() throws {
        let folder = try Folder()
        let file = (0..<90_000).map { UInt8(truncatingIfNeeded: $0) }
        try folder.write("7", file)
        let field = try Self.field(folder, isReadOnly: true)
        defer { field.finish() }
        let (loop, port, name) = (field.loop, field.address.port, name)
        try loop.run {
            await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<5 {
                    group.addTask(executorPreference: loop) {
                        let master = try Master("127.0.0.1", port: port, on: loop)
                        try await master.connect()
                        if number == 0 {
                            for try await _ in master.sections(of: name(7)) {
                                await master.disconnect()
                            }
                            return 0
                        }
                        let octets = try await master.fetch(name(7))
                        #expect(octets == file)
                        await master.disconnect()
                        return octets.count
                    }
                }
                var total = 0
                while let result = await group.nextResult() {
                    switch result {
                    case .success(let count): total += count
                    case .failure(let error):
                        #expect((error as? FileTransferError)?.code == .linkEnded)
                    }
                }
                #expect(total == 4 * 90_000)
            }
        }
        let master = field.honest
        try loop.run {
            do throws(FileTransferError) {
                try await master.write([1], to: name(9))
                Issue.record("written")
            } catch {
                #expect(error.code == .refused && error.reason == .unexpectedService)
            }
        }
        let without = try Field()
        defer { without.finish() }
        let other = without.honest
        try without.loop.run {
            do throws(FileTransferError) {
                _ = try await other.directory()
                Issue.record("listed")
            } catch {
                #expect(error.code == .unknownType)
            }
        }
    }
}
