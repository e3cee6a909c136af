/// All benchmarks, or those whose names are given.
@main
enum Benchmarks {
    static func main() {
        let all: [(name: String, run: () -> Void)] = [
            // First: its memory is that of the process.
            ("scale", ScaleBenchmark.run), ("codec", CodecBenchmark.run),
            ("allocations", AllocationBenchmark.run), ("stations", StationBenchmark.run),
            ("journal", JournalBenchmark.run), ("decoder", InspectBenchmark.run),
        ]
        let wanted = CommandLine.arguments.dropFirst()
        for benchmark in all where wanted.isEmpty || wanted.contains(benchmark.name) {
            benchmark.run()
        }
    }
}
