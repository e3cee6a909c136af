import Testing

@Suite("Files of iec104 outstation", .timeLimit(.minutes(10)))
struct FileOptionsTests {
    @Test(
        "wrong options give 2, and say how to mend them",
        arguments: [
            (
                ["--files", "/nowhere/at/all"],
                "--files '/nowhere/at/all': No such file or directory"
            ),
            (["--files", "/dev/null"], "'/dev/null': Not a directory"),
            (["--files-read-only"], "give their directory with --files DIR"),
            (["--files-object", "7"], "give their directory with --files DIR"),
            (["--files", "/tmp", "--files-object", "0"], "--files-object"),
        ])
    func wrong(_ options: [String], _ words: String) throws {
        let run = try Tool.run(["outstation", "--listen", "127.0.0.1:0"] + options)
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.error.contains(words), "\(run.error)")
    }
}
