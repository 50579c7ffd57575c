import Analysis
import ArgumentParser
import Events
import Footage
import Foundation
import PixelKernels

/// `vigie doctor`: what this machine and this build are, for a technician and for whoever helps one.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Show the build, the processor, the kernels that it runs, and the libraries.",
        discussion: """
            Events name the kernel set that made them; every set gives the same results. To try another one:

              VIGIE_KERNELS=baseline vigie doctor
            """)

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        try CommandFailure.guarding(asJSON: json) {
            let report = MachineReport.current()
            print(json ? report.line : report.text)
        }
    }
}

/// What `vigie doctor` found.
struct MachineReport {
    let processor: String
    let cores: Int
    let memoryBytes: Int64

    static func current() -> MachineReport {
        MachineReport(
            processor: processorName() ?? "unknown", cores: ProcessInfo.processInfo.activeProcessorCount,
            memoryBytes: Int64(ProcessInfo.processInfo.physicalMemory))
    }

    var line: String {
        let libraries = LibavVersions.all.map { ($0.name, JSONValue.string($0.version)) }
        return JSONValue.object([
            "build": .string(AgentVersion.current), "processor": .string(processor),
            "features": .array(ProcessorFeatures.names.map { .string($0) }), "cores": .integer(Int64(cores)),
            "memory_bytes": .integer(memoryBytes), "kernel_set": .string(KernelSet.name),
            "kernel_sets": .array(KernelSet.available.map { .string($0.rawValue) }),
            "libraries": .object(Dictionary(uniqueKeysWithValues: libraries)),
        ]).description
    }

    var text: String {
        let sets = KernelSet.available.map(\.rawValue).joined(separator: ", ")
        let libraries = LibavVersions.all.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        return """
            build       vigie \(AgentVersion.current)
            processor   \(processor), \(cores) cores
            features    \(ProcessorFeatures.names.joined(separator: " "))
            memory      \(memoryBytes >> 20) MiB
            kernels     \(KernelSet.name) (this processor runs: \(sets); \(KernelSet.variable) overrides)
            libraries   \(libraries)
            """
    }

    /// As the kernel names it; ARM processors have no such line.
    private static func processorName() -> String? {
        let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
        let line = text?.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
