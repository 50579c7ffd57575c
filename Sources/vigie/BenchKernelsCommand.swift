import ArgumentParser
import Events
import Foundation
import KernelTrials
import PixelKernels

/// `vigie bench kernels`: every pixel kernel in every set that this processor runs.
struct BenchKernelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernels",
        abstract: "Measure each pixel kernel, in each set that this processor runs.",
        discussion: """
            CPU time of one thread for one 640×360 frame (or for the picture that is reduced), the best of several runs; \
            bytes of planes read and written per second; and how many times faster than the scalar reference.

              vigie bench kernels --runs 50
            """)

    @Option(help: "Runs of each; the scalar reference has a tenth of them.")
    var runs = 30

    @Flag(help: "Print one JSON object per line.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(runs) else { throw ValidationError("--runs must be from 1 to 10000.") }
    }

    func run() throws {
        let sets = KernelSet.available
        if !json { print(KernelFigures.heading(sets)) }
        let planes = TrialPlanes()
        for trial in KernelTrial.all() {
            let seconds = sets.map { set in
                trial.bestSeconds(on: planes, set: set, runs: set == .scalar ? max(1, runs / 10) : runs)
            }
            let figures = KernelFigures(name: trial.name, bytes: trial.bytes, sets: sets, seconds: seconds)
            print(json ? figures.line : figures.row)
        }
    }
}

/// What one kernel took in each set.
private struct KernelFigures {
    let name: String
    let bytes: Int
    let sets: [KernelSet]
    let seconds: [Double]

    static func heading(_ sets: [KernelSet]) -> String {
        let columns = sets.map { set in
            let rest = set == .scalar ? "" : padded("GB/s", 8) + padded("ratio", 8)
            return padded("\(set.rawValue) ms", 19) + rest
        }
        return "kernel".padding(toLength: 28, withPad: " ", startingAt: 0) + columns.joined()
    }

    var row: String {
        let columns = sets.indices.map { index in
            let rest =
                sets[index] == .scalar
                ? ""
                : Self.padded(String(format: "%.1f", gigabytesPerSecond(index)), 8)
                    + Self.padded(String(format: "%.1f", ratio(index)), 8)
            return Self.padded(String(format: "%.4f", seconds[index] * 1000), 19) + rest
        }
        return name.padding(toLength: 28, withPad: " ", startingAt: 0) + columns.joined()
    }

    var line: String {
        let figures = sets.indices.map { index in
            (
                sets[index].rawValue,
                JSONValue.object([
                    "ms": .number(seconds[index] * 1000), "gb_per_s": .number(gigabytesPerSecond(index)),
                    "ratio": .number(ratio(index)),
                ])
            )
        }
        return JSONValue.object([
            "kind": .string("bench"), "bench": .string("kernels"), "kernel": .string(name),
            "bytes": .integer(Int64(bytes)), "sets": .object(Dictionary(uniqueKeysWithValues: figures)),
        ]).description
    }

    private func gigabytesPerSecond(_ index: Int) -> Double { Double(bytes) / seconds[index] / 1e9 }
    private func ratio(_ index: Int) -> Double { seconds[0] / seconds[index] }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}
