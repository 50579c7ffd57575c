// swift-tools-version: 6.2
import PackageDescription

/// One strictness for every target of ours: a warning is an error here, on a developer's machine and in CI alike.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// The generated protobuf file imports publicly what only this package uses: everything but warnings-as-errors.
let generated: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let csv: Target.Dependency = .product(name: "SwiftCSV", package: "SwiftCSV")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// Programs carry the Swift runtime with them: a gateway needs none installed, and an agent maps fourteen libraries less.
/// Foundation's own parts are named because only a compiler that is told so names them; relocations are packed, since those
/// of the runtime would fill 2 MB.
let selfContained: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-stdlib", "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"]
            + ["CoreFoundation", "_FoundationCShims", "_FoundationCollections", "_FoundationICU"].map { "-l" + $0 },
        .when(platforms: [.linux]))
]

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies + [argumentParser, logging], swiftSettings: strict,
        linkerSettings: selfContained)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

#if arch(x86_64)
    /// The kernel bodies once more, for processors with more instructions. The flags are unsafe only for a package that
    /// others depend on: the module holds nothing but kernels, and they are called only where the processor has them.
    func kernels(_ name: String, for flags: String...) -> Target {
        .target(
            name: name, dependencies: ["PixelKernelBodies", "CPixel"],
            swiftSettings: strict + [.unsafeFlags(flags.flatMap { ["-Xcc", $0] })])
    }
    let kernelsOfThisArchitecture: [Target.Dependency] = ["PixelKernelsV3", "PixelKernelsVNNI"]
    let kernelTargetsOfThisArchitecture = [
        kernels("PixelKernelsV3", for: "-march=x86-64-v3"),
        kernels("PixelKernelsVNNI", for: "-march=x86-64-v3", "-mavxvnni"),
    ]
#else
    let kernelsOfThisArchitecture: [Target.Dependency] = []
    let kernelTargetsOfThisArchitecture: [Target] = []
#endif

let package = Package(
    name: "vigie",
    products: [
        .executable(name: "vigie", targets: ["vigie"]),
        .executable(name: "vigie-agent", targets: ["vigie-agent"]),
        .executable(name: "vigie-node", targets: ["vigie-node"]),
        .executable(name: "vigie-fusion", targets: ["vigie-fusion"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        // C shims: module maps and static inline only.
        .systemLibrary(
            name: "CFFmpeg", pkgConfig: "libavformat libavcodec libavutil libswscale",
            providers: [.apt(["libavformat-dev", "libavcodec-dev", "libavutil-dev", "libswscale-dev"])]),
        .systemLibrary(name: "CPixel"),
        .systemLibrary(name: "CProcess"),
        // The default density network, as bytes of the program.
        .target(name: "CDensityModel"),
        .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),

        // Machine: pixels and streams.
        library("PixelKernelBodies", ["CPixel"]),
        library("PixelKernels", ["PixelKernelBodies", "CPixel"] + kernelsOfThisArchitecture),
        // Every kernel on a made frame, for the benchmark and for the instruction budgets.
        library("KernelTrials", ["PixelKernels", "PixelKernelBodies"]),
        library("Footage", ["CFFmpeg"]),
        library("ChildProcesses", ["CProcess"]),
        library("DurableFile"),

        // Domain: pure values, no I/O.
        library("Scene", ["Events"]),
        .target(name: "EventsWire", dependencies: [protobuf], exclude: ["vigie.proto"], swiftSettings: generated),
        library("Events", ["EventsWire", protobuf]),
        library("StrictYAML", [yams]),
        library("CameraFile", ["DurableFile", "Scene", "Events", "StrictYAML", crypto]),
        library("Governance", ["Scene", "Events", "StrictYAML", crypto, cryptoExtras]),

        // Perception and detectors.
        library("Perception", ["PixelKernels", "PixelKernelBodies", "Scene", "Events"]),
        library(
            "Detectors",
            ["CDensityModel", "DurableFile", "Perception", "PixelKernels", "PixelKernelBodies", "Scene", "Events"]),
        library(
            "Analysis",
            [
                "ChildProcesses", "Footage", "Perception", "Detectors", "PixelKernels", "Scene", "Events", "CameraFile",
                crypto, csv, logging,
            ]),

        library("ServiceLog", [logging]),

        // Features of the gateway and of the datacentre.
        library("Spool", ["DurableFile", "Events", grdb]),
        library("Link", ["CZeroMQ", "DurableFile"]),
        library("Uplink", ["Events", "Link", "ServiceLog", "Spool", logging, lifecycle]),
        library("Ingest", ["Events", "Link", "ServiceLog", logging, lifecycle]),
        library(
            "Node",
            [
                "CameraFile", "ChildProcesses", "DurableFile", "Events", "Governance", "Scene", "ServiceLog", "Spool",
                "Link",
                "Uplink", logging, lifecycle,
            ]),
        library("EventStore", ["Events", "Ingest", grdb]),
        library("Fusion", ["Events", "EventStore", csv, logging, lifecycle]),
        library(
            "Console", ["Events", "EventStore", "Fusion", hummingbird, logging, lifecycle],
            resources: [.embedInCode("Page")]),

        // Rendered scenes with known truth, for the demo and for tests.
        library("SceneRendering", ["CFFmpeg", "Scene", "Events", "StrictYAML"]),
        library(
            "Demo", ["CameraFile", "ChildProcesses", "EventStore", "Events", "Scene", "SceneRendering", crypto]),

        // Every detector against known truth.
        // Its scoring rules are tested one by one and are nobody else's business: tests see what is internal.
        .target(
            name: "Evaluation",
            dependencies: [
                "Analysis", "CameraFile", "Detectors", "Events", "Footage", "Scene", "SceneRendering", crypto,
            ],
            swiftSettings: strict + [.unsafeFlags(["-enable-testing"])]),

        // Programs: @main, wiring, flags.
        program(
            "vigie",
            [
                "Analysis", "CameraFile", "Demo", "Detectors", "Evaluation", "EventStore", "Events", "Footage",
                "Governance", "KernelTrials", "PixelKernels", "Scene", "SceneRendering",
            ]),
        program(
            "vigie-agent",
            ["ServiceLog", "Analysis", "CameraFile", "Detectors", "Events", "Footage", "PixelKernels", "Scene"]),
        program(
            "vigie-node",
            [
                "ServiceLog", "ChildProcesses", "Governance", "Node", "Events", "Link", "Scene", "Spool", "Uplink",
                lifecycle, unixSignals,
            ]),
        program(
            "vigie-fusion",
            [
                "ChildProcesses", "ServiceLog", "Console", "EventStore", "Events", "Fusion", "Ingest", "Link",
                lifecycle, unixSignals,
            ]),

        // Tests: one target beside each of the above that has behaviour of its own.
        .target(name: "TestFolders", path: "Tests/TestFolders", swiftSettings: strict),
        tests("PixelKernelsTests", ["KernelTrials", "PixelKernels", "PixelKernelBodies"]),
        .executableTarget(
            name: "kernel-driver", dependencies: ["KernelTrials", "PixelKernelBodies", "PixelKernels"],
            path: "Tests/KernelDriver",
            swiftSettings: strict),
        tests("FootageTests", ["Footage", "SceneRendering", "TestFolders"]),
        .target(
            name: "EventsTestSupport", dependencies: ["Events", logging], path: "Tests/EventsTestSupport",
            swiftSettings: strict),
        .executableTarget(
            name: "spool-writer", dependencies: ["Spool", "Events", "EventsTestSupport"], path: "Tests/SpoolWriter",
            swiftSettings: strict),
        .executableTarget(
            name: "footage-probe", dependencies: ["Detectors", "Footage", "Perception", "Scene"],
            path: "Tests/FootageProbe", swiftSettings: strict),
        tests("EventsTests", ["Events", "EventsTestSupport"]),
        tests("SceneTests", ["Scene", "Events"]),
        tests("CameraFileTests", ["CameraFile", "Scene", "Events", "StrictYAML", "TestFolders"]),
        tests("GovernanceTests", ["Governance", "Scene", "Events", "StrictYAML", crypto, cryptoExtras, "TestFolders"]),
        .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
        tests("PerceptionTests", ["AllocationCounter", "Perception", "PixelKernels", "Scene", "Events"]),
        tests("DetectorsTests", ["Detectors", "Perception", "PixelKernels", "Scene", "Events", "TestFolders"]),
        tests("SceneRenderingTests", ["SceneRendering", "Scene", "Events", "TestFolders"]),
        tests(
            "AnalysisTests",
            [
                "AllocationCounter", "Analysis", "CameraFile", "Detectors", "Footage", "Perception", "Scene",
                "SceneRendering", "Events", "EventsTestSupport", "TestFolders",
            ]),
        tests(
            "EvaluationTests",
            ["Analysis", "Evaluation", "Footage", "Scene", "SceneRendering", "Events", "TestFolders"]),
        tests("SpoolTests", ["Spool", "Events", "EventsTestSupport", "spool-writer", "TestFolders"]),
        tests("LinkTests", ["Link", "CZeroMQ", "TestFolders"]),
        tests(
            "UplinkTests", ["Uplink", "Ingest", "Link", "Spool", "Events", "EventsTestSupport", logging, "TestFolders"]),
        tests(
            "EventStoreTests", ["EventStore", "Events", "Ingest", grdb, "TestFolders"], resources: [.copy("Fixtures")]),
        tests("FusionTests", ["Fusion", "EventStore", "Events", "TestFolders"]),
        tests("ConsoleTests", ["Console", "Fusion", "EventStore", "Events", logging, lifecycle, "TestFolders"]),
        tests("ChildProcessesTests", ["ChildProcesses"]),
        tests("DurableFileTests", ["DurableFile", "TestFolders"]),
        tests("ServiceLogTests", ["ServiceLog", logging]),
        tests(
            "NodeTests",
            ["Node", "ChildProcesses", "Scene", "Spool", "Events", "EventsTestSupport", "Link", logging, "TestFolders"]),
        tests(
            "EndToEndTests",
            [
                "ChildProcesses", "Demo", "EventStore", "Events", "Link", "PixelKernels", "Scene", "SceneRendering",
                "Spool", "TestFolders",
            ]),
    ] + kernelTargetsOfThisArchitecture,
    swiftLanguageModes: [.v6]
)
