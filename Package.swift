// swift-tools-version: 6.3
import PackageDescription

/// Every target: Swift 6 language mode (the default of these tools) with strict memory safety.
let settings: [SwiftSetting] = [.strictMemorySafety()]

/// A program of Examples.
func example(_ name: String, uses modules: [Target.Dependency] = ["IEC104Codec"]) -> Target {
    .executableTarget(
        name: name, dependencies: modules, path: "Examples/" + name,
        swiftSettings: settings)
}

let package = Package(
    name: "iec104",
    products: [
        .executable(name: "iec104", targets: ["IEC104Tool"]),
        .library(name: "IEC104", targets: ["IEC104"]),
        .library(name: "IEC104Codec", targets: ["IEC104Codec"]),
        .library(name: "IEC104Inspect", targets: ["IEC104Inspect"]),
    ],
    targets: [
        // MARK: The product

        // Octets to values and back. Imports nothing. A stored span (ASDUReader, ASDUWriter)
        // needs the experimental feature in this one module; its users do not.
        .target(
            name: "IEC104Codec",
            swiftSettings: settings + [.enableExperimentalFeature("Lifetimes")]),
        // The procedures of one connection as a value: no clock, no socket.
        .target(
            name: "IEC104Session", dependencies: ["IEC104Codec"], swiftSettings: settings),
        // What the stations do, as values: points, events, interrogation, commands, requests.
        .target(
            name: "IEC104Station", dependencies: ["IEC104Codec", "IEC104Session"],
            swiftSettings: settings),
        // Event loop, timers, sockets. Knows nothing of 104. The C target is one header: epoll,
        // eventfd and accept4 are in no Swift module.
        .target(name: "CIEC104System"),
        .target(
            name: "IEC104Net", dependencies: ["CIEC104System"], swiftSettings: settings),
        // Hex dumps, captures, explanation, analysis. Imports the codec only.
        .target(
            name: "IEC104Inspect", dependencies: ["IEC104Codec"], swiftSettings: settings),
        // The stations as users have them: all of the above joined on one loop.
        .target(
            name: "IEC104",
            dependencies: ["IEC104Codec", "IEC104Session", "IEC104Station", "IEC104Net"],
            swiftSettings: settings),
        // The command line.
        .executableTarget(
            name: "IEC104Tool", dependencies: ["IEC104Codec", "IEC104Inspect", "IEC104"],
            swiftSettings: settings),

        // MARK: Examples, each run by a test

        example("CustomType"),
        example("DecodeHexDump"),
        example("DistributionDialect"),
        example("Gateway", uses: ["IEC104"]),
        example("PollAnRTU", uses: ["IEC104"]),
        example("SelectBeforeOperate", uses: ["IEC104"]),
        example("SmallOutstation", uses: ["IEC104"]),
        example("InspectLog", uses: ["IEC104Inspect"]),
        example("WatchAFleet", uses: ["IEC104"]),
        example("WriteAndRead"),

        // MARK: Tests

        // Vectors, seeded random values, what tests of several targets share.
        .target(
            name: "IEC104TestKit", dependencies: ["IEC104Codec", "IEC104Session"],
            path: "Tests/IEC104TestKit", swiftSettings: settings),
        .testTarget(
            name: "IEC104CodecTests", dependencies: ["IEC104Codec", "IEC104TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "IEC104SessionTests",
            dependencies: ["IEC104Codec", "IEC104Session", "IEC104TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "IEC104StationTests",
            dependencies: ["IEC104Codec", "IEC104Session", "IEC104Station", "IEC104TestKit"],
            swiftSettings: settings),
        .testTarget(
            name: "IEC104NetTests", dependencies: ["IEC104Net"], swiftSettings: settings),
        // The stations over real TCP, against peers that keep to no rule.
        .testTarget(
            name: "IEC104Tests",
            dependencies: [
                "IEC104", "IEC104Codec", "IEC104Net", "IEC104Session", "IEC104Station",
                "IEC104TestKit",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "IEC104InspectTests",
            dependencies: ["IEC104Codec", "IEC104Inspect", "IEC104TestKit"],
            swiftSettings: settings),
        // The command as its users run it.
        .testTarget(
            name: "ToolTests",
            dependencies: [
                "IEC104Tool", "IEC104", "CustomType", "DecodeHexDump", "DistributionDialect",
                "Gateway", "InspectLog", "PollAnRTU",
                "SelectBeforeOperate", "SmallOutstation", "WatchAFleet", "WriteAndRead",
                "IEC104TestKit",
            ],
            swiftSettings: settings),
        // What the layout promises: arrows, no dependency, no Foundation, Embedded Swift.
        .testTarget(
            name: "ArchitectureTests", dependencies: ["IEC104Codec", "DecodeHexDump"],
            swiftSettings: settings),

        // MARK: Programs for the checks of .ci/run

        // Prints APDUs of every type, made by our encoder, for the independent witnesses.
        .executableTarget(
            name: "WitnessFrames", dependencies: ["IEC104Codec", "IEC104TestKit"],
            path: "Tests/Interop/WitnessFrames", swiftSettings: settings),
        // The stations on a string, for the checks against another stack.
        .executableTarget(
            name: "StationProbe", dependencies: ["IEC104"], path: "Tests/Interop/StationProbe",
            swiftSettings: settings),
        // Outstations to be killed or to work for hours, and their masters, for Tests/Endurance.
        .executableTarget(
            name: "EnduranceProbe", dependencies: ["IEC104"], path: "Tests/Endurance/Probe",
            swiftSettings: settings),
        // Speed, beside a plain C loop over the same octets.
        .target(name: "PlainC", path: "Tests/Benchmarks/PlainC"),
        .executableTarget(
            name: "IEC104Benchmarks",
            dependencies: [
                "IEC104Codec", "IEC104Inspect", "IEC104Session", "IEC104Station", "PlainC",
            ],
            path: "Tests/Benchmarks/IEC104Benchmarks", swiftSettings: settings),
        // Our stations beside a loop in C without objects, run by Tests/Benchmarks/stations.py.
        .executableTarget(name: "bareloop", path: "Tests/Benchmarks/BareLoop"),
        .executableTarget(
            name: "IEC104StationBenchmarks", dependencies: ["IEC104"],
            path: "Tests/Benchmarks/IEC104StationBenchmarks", swiftSettings: settings),
    ]
)

// What a sanitizer looks at takes long to build: without the programs of the checks, and without the
// tests of what shares no memory. For .ci/run.
if Context.environment["IEC104_SANITIZED"] != nil {
    let tests = ["IEC104NetTests", "IEC104StationTests", "IEC104Tests"]
    package.targets.removeAll { target in
        switch target.type {
        case .test: !tests.contains(target.name)
        case .executable: target.name != "IEC104Tool"
        default: false
        }
    }
}
