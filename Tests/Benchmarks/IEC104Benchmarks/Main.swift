@main
enum Benchmarks {
    static func main() {
        CodecBenchmark.run()
        AllocationBenchmark.run()
        StationBenchmark.run()
        InspectBenchmark.run()
    }
}
