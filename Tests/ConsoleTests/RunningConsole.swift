import Console
import EventStore
import Events
import Foundation
import Fusion
import Logging
import ServiceLifecycle
import TestFolders

/// A console on a real socket, over a real store in a directory of its own.
struct RunningConsole {
    let port: Int
    let store: EventStore
    /// Asks the console to stop as a signal would.
    let stop: @Sendable () async -> Void

    /// Serves while `body` runs; returns when the console has stopped.
    static func with(_ body: (RunningConsole) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let store = try EventStore(directory: folder.path)
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let console = Console(address: try ConsoleAddress("127.0.0.1:0"), reader: store.reader, logger: logger) {
            continuation.yield($0)
        }
        let group = ServiceGroup(configuration: .init(services: [console], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { throw CancellationError() }
            try await body(RunningConsole(port: port, store: store) { await group.triggerGracefulShutdown() })
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        withExtendedLifetime(folder) {}
    }

    func get(_ path: String) async throws -> RawClient.Answer { try await RawClient.get(path, port: port) }

    /// Stores one event.
    func commit(
        _ sequence: UInt64, uid: String, phase: Phase = .start, zone: String = "square", at time: Timestamp = .now
    ) throws {
        _ = try store.commit([Self.record(sequence, uid: uid, phase: phase, zone: zone, at: time)], recordedAt: .now)
    }

    func commitSample(_ sequence: UInt64, count: Double, coverage: Coverage = .seeing, at time: Timestamp) throws {
        let sample = Sample(
            zoneID: "square", count: count, countLow: count - 1, countHigh: count + 1, seenRatio: 1,
            coverage: coverage)
        _ = try store.commit([Self.record(sequence, .sample(sample), at: time)], recordedAt: .now)
    }

    static func record(_ sequence: UInt64, _ payload: Payload, at time: Timestamp) -> Record {
        Record(
            identity: RecordIdentity(siteID: "site", gatewayID: "gw", epoch: "a", sequence: sequence),
            report: Report(cameraID: "place", time: time, payload: payload))
    }

    private static func record(
        _ sequence: UInt64, uid: String, phase: Phase, zone: String, at time: Timestamp
    ) -> Record {
        let event = Event(
            useCase: .abandonedObject, phase: phase, eventUID: uid, ruleID: "bag", zoneID: zone, profile: "default",
            bootID: "boot", frame: FrameReference(pts: 0, index: 0, width: 640, height: 360),
            timeSource: .wallClock, timeUncertaintyMilliseconds: 40, startedAt: time, updatedAt: time,
            endedAt: phase == .end ? time : nil, detectedAt: time, emittedAt: time,
            metric: Metric(name: "unattended_time", value: 61, unit: "s", threshold: 60), coverage: .seeing,
            quality: Quality(brightness: 100, blur: 1, decodeFPS: 25, droppedRatio: 0, calibrationState: .none),
            provenance: Provenance(
                configurationSHA256: "", calibrationSHA256: "", modelSHA256: "", build: "", kernelSet: ""),
            mode: .shadow, authorisationID: "act-7", endReason: phase == .end ? .removed : nil,
            reasons: [Reason(.microMotion, 0.01, unit: "share", limit: 0.1)])
        return record(sequence, .event(event), at: time)
    }
}
