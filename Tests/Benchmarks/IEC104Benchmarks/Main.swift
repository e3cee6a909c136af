@main
enum Benchmarks {
    static func main() {
        CodecBenchmark.run()
        AllocationBenchmark.run()
        InspectBenchmark.run()
    }
}
