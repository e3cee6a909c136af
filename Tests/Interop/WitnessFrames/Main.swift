@main
enum WitnessFrames {
    static func main() {}
}
