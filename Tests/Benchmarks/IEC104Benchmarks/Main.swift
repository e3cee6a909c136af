@main
enum Benchmarks {
    static func main() {
        CodecBenchmark.run()
    }
}
