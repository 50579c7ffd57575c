public import Events
internal import Foundation
internal import Glibc
internal import Synchronization

/// Where an agent's reports go. Used by several threads: the one that analyses, the one that says
/// "alive", and the one that hands over what was learnt.
public protocol ReportOutput: Sendable {
    /// Writes all of them or throws; blocks while the reader is slow.
    func write(_ reports: [Report]) throws(ReportOutputError)
    /// Hands over what was learnt, to be kept for the next agent of the camera.
    func keep(_ learnt: LearntModel) throws(ReportOutputError)
}

/// The reader of the reports is gone.
public struct ReportOutputError: Error, Sendable, CustomStringConvertible {
    public let code = "E-AGT-001"
    /// The system's error number.
    public let number: Int32

    public var description: String { "\(code) the reports cannot be written: \(String(cString: strerror(number)))" }
}

/// Writes pipe frames for the node (``/Events/AgentFrame``).
public final class ReportPipe: ReportOutput {
    private let descriptor: Mutex<Int32>

    /// - Parameter descriptor: stays open; the caller owns it.
    public init(descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    public func write(_ reports: [Report]) throws(ReportOutputError) {
        try write(reports.flatMap { $0.pipeFrame() })
    }

    public func keep(_ learnt: LearntModel) throws(ReportOutputError) {
        try write(AgentFrame.learnt(learnt).bytes())
    }

    private func write(_ bytes: [UInt8]) throws(ReportOutputError) {
        try descriptor.withLock { descriptor throws(ReportOutputError) in try writeWhole(bytes, to: descriptor) }
    }
}

/// Writes reports as CloudEvents, one JSON object a line, for people who look over the agent's shoulder. Heartbeats
/// are left out, and what was learnt is kept by nobody.
public final class ReportLines: ReportOutput {
    private struct State {
        var sequence: UInt64 = 0
        let descriptor: Int32
    }

    private let state: Mutex<State>

    /// - Parameter descriptor: stays open; the caller owns it.
    public init(descriptor: Int32) {
        state = Mutex(State(descriptor: descriptor))
    }

    public func keep(_ learnt: LearntModel) {}

    public func write(_ reports: [Report]) throws(ReportOutputError) {
        try state.withLock { state throws(ReportOutputError) in
            for report in reports {
                if case .heartbeat = report.payload { continue }
                state.sequence += 1
                let record = Record(identity: .local(sequence: state.sequence), report: report)
                try writeWhole(Array(record.cloudEventJSON()) + [UInt8(ascii: "\n")], to: state.descriptor)
            }
        }
    }
}

extension RecordIdentity {
    /// The identity of what never leaves this machine: there is no site, gateway or spool behind it.
    static func local(sequence: UInt64) -> RecordIdentity {
        RecordIdentity(siteID: "local", gatewayID: "local", epoch: "file", sequence: sequence)
    }
}

/// Writes every byte, whatever interrupts.
func writeWhole(_ bytes: [UInt8], to descriptor: Int32) throws(ReportOutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { throw ReportOutputError(number: errno) }
        rest = rest.dropFirst(written)
    }
}
