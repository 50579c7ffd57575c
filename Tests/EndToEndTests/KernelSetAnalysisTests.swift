import ChildProcesses
import Demo
import Foundation
import PixelKernels
import TestFolders
import Testing

/// What the choice of kernels may change, and what it may not.
@Suite struct KernelSetAnalysisTests {
    @Test("a rendered scene gives the same lines, events included, with every set of kernels")
    func sameLines() throws {
        let repository = try Repository(programs: ProgramLocation.directory)
        let folder = try TemporaryFolder()
        let fixtures = repository.path + "/fixtures"
        let rendering = try vigie([
            "scene", "render", "\(fixtures)/scenes/bag.yaml", "--out", folder.path, "--seconds", "30", "--json",
        ])
        try #require(rendering.status == 0, "\(rendering.errors)")
        var lines: [KernelSet: [String]] = [:]
        for set in KernelSet.available {
            let run = try vigie(
                ["analyse", "\(folder.path)/bag.mp4", "--camera-file", "\(fixtures)/cameras/bag.yaml"],
                kernels: set.rawValue)
            try #require(run.status == 0, "\(run.errors)")
            lines[set] = run.output.split(separator: "\n").map(String.init)
        }
        let reference = try #require(lines[.scalar]?.dropLast())
        #expect(reference.contains { $0.contains(#""kind":"event""#) }, "no event to compare")
        for (set, lines) in lines {
            #expect(Array(lines.dropLast()) == Array(reference), "\(set.rawValue) differs from scalar")
            #expect(lines.last?.contains(#""kernel_set":"\#(set.rawValue)""#) == true)
        }
    }

    @Test("kernels that there are not are one clear error")
    func unknownSet() throws {
        let run = try vigie(["doctor"], kernels: "avx9")
        #expect(run.status == 64)
        #expect(run.errors.hasPrefix("error: E-KRN-001 VIGIE_KERNELS: "))
        #expect(run.output.isEmpty)
    }

    @Test("the doctor names the chosen kernels")
    func doctor() throws {
        let run = try vigie(["doctor", "--json"], kernels: "scalar")
        #expect(run.status == 0)
        #expect(run.output.contains(#""kernel_set":"scalar""#) && run.output.contains(#""libavcodec""#))
    }

    private struct Run {
        var status: Int32
        var output, errors: String
    }

    private func vigie(_ arguments: [String], kernels: String? = nil) throws -> Run {
        let process = Process()
        process.executableURL = URL(filePath: ProgramLocation.beside("vigie"))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            kernels.map { [KernelSet.variable: $0] } ?? [:]
        ) { $1 }
        let folder = try TemporaryFolder()
        let (output, errors) = (folder.url.appending(path: "output"), folder.url.appending(path: "errors"))
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }
}
