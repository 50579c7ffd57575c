import Events
import EventsTestSupport
import Foundation
import Ingest
import Link
import Logging
import Spool
import Synchronization
import TestFolders
import Testing
import Uplink

/// A store in memory: insert-or-ignore by (gateway, epoch, sequence), and a refusal now and then.
final class MemorySink: RecordSink {
    struct Refused: Error {}

    private struct State {
        var keys: Set<RecordIdentity> = []
        var records: [Record] = []
        var generator = SeededGenerator(seed: 1)
    }

    private let state = Mutex(State())
    private let refusals: Double

    init(refusals: Double) {
        self.refusals = refusals
    }

    var records: [Record] { state.withLock { $0.records } }

    func commit(_ batch: [Record], recordedAt: Timestamp) throws -> CommitOutcome {
        try state.withLock { state in
            if state.generator.chance(refusals) { throw Refused() }
            let fresh = batch.filter { state.keys.insert($0.identity).inserted }
            state.records += fresh
            return CommitOutcome(inserted: fresh.count, duplicates: batch.count - fresh.count)
        }
    }

    func position(ofGateway gatewayID: String) throws -> GatewayPosition? {
        state.withLock { state in
            state.records.map { GatewayPosition(epoch: $0.identity.epoch, sequence: $0.identity.sequence) }
                .max { ($0.epoch, $0.sequence) < ($1.epoch, $1.sequence) }
        }
    }
}

@Suite(.serialized) struct EndToEndLinkTests {
    private final class Site: Sendable {
        private let folder: TemporaryFolder
        var directory: String { folder.path }
        let gatewayKeys: CurveKeyPair
        let serverKeys: CurveKeyPair
        let enrolled: EnrolledKeys
        let endpoint: String

        init() throws {
            folder = try TemporaryFolder()
            gatewayKeys = try .generate()
            serverKeys = try .generate()
            enrolled = try EnrolledKeys(directory: folder.path("enrolled"))
            try enrolled.enrol(gateway: "g-1", key: gatewayKeys.publicKey)
            // A port that was free a moment ago; both sides are started anew on it.
            endpoint = try DatacentreSocket(
                context: LinkContext(), endpoint: "tcp://127.0.0.1:*", keys: serverKeys, enrolled: enrolled
            ).endpoint
        }

        /// The task and the thread of the uplink before may let go of the file a moment after they have ended.
        func spool() async throws -> Spool {
            let path = directory + "/spool.sqlite"
            for _ in 0..<500 {
                if let spool = try? Spool(path: path, siteID: "s", gatewayID: "g-1") { return spool }
                try await Task.sleep(for: .milliseconds(10))
            }
            return try Spool(path: path, siteID: "s", gatewayID: "g-1")
        }

        func uplink(_ spool: Spool, zoneStates: @escaping @Sendable () -> [Report] = { [] }) -> UplinkService {
            var settings = UplinkSettings()
            settings.resend.first = .milliseconds(300)
            settings.helloInterval = .milliseconds(200)
            return UplinkService(
                spool: spool, endpoint: endpoint, keys: gatewayKeys, serverKey: serverKeys.publicKey,
                settings: settings, zoneStates: zoneStates, logger: quietLogger)
        }

        func ingest(_ sink: any RecordSink) -> IngestService {
            IngestService(endpoint: endpoint, keys: serverKeys, enrolled: enrolled, sink: sink, logger: quietLogger)
        }
    }

    private static var quietLogger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    @Test("restarting both sides in the middle loses nothing and doubles nothing, and a refusing store only delays")
    func restarts() async throws {
        var generator = SeededGenerator.printed("restarts")
        let site = try Site()
        let sink = MemorySink(refusals: 0.1)
        var issued: [UInt64: Report] = [:]
        var ingest = Task { try await site.ingest(sink).run() }
        for round in 0..<8 {
            let spool = try await site.spool()
            let uplink = Task { try await site.uplink(spool).run() }
            for _ in 0..<30 {
                let reports = (0..<20).map { numberedReport(spool.lastSequence + 1 + UInt64($0)) }
                let range = try spool.append(reports)
                for (sequence, report) in zip(range, reports) { issued[sequence] = report }
                if generator.chance(0.2) { try await Task.sleep(for: .milliseconds(20)) }
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...200, using: &generator)))
            if round % 2 == 1 {
                ingest.cancel()
                try await ingest.value
                ingest = Task { try await site.ingest(sink).run() }
            }
            if round == 7 { try await delivered(spool) }
            uplink.cancel()
            try await uplink.value
            check(issued, spool, sink)
            #expect(round < 7 || spool.depth == 0)
        }
        #expect(sink.records.count == issued.count)
        ingest.cancel()
        try await ingest.value
    }

    @Test("the uplink starts without a datacentre, repeats the zones' states when it comes")
    func lateDatacentre() async throws {
        let site = try Site()
        let spool = try await site.spool()
        try spool.append([numberedReport(1)])
        let state = ZoneState(
            zoneID: "z", ruleID: "r", useCase: .occupancy, active: false, eventUID: nil, coverage: .seeing, value: nil,
            unit: nil, learning: false)
        let report = Report(cameraID: "c", time: Timestamp(milliseconds: 5), payload: .zoneState(state))
        let service = site.uplink(spool) { [report] }
        let uplink = Task { try await service.run() }
        try await Task.sleep(for: .milliseconds(400))
        #expect(spool.depth == 1 && service.status.phase == .greeting)
        let sink = MemorySink(refusals: 0)
        let ingestService = site.ingest(sink)
        let ingest = Task { try await ingestService.run() }
        try await delivered(spool, atLeast: 2)
        #expect(sink.records.map(\.report) == [numberedReport(1), report])
        #expect(ingestService.status.gateways.first?.committed == 2)
        #expect(ingestService.status.inserted == 2 && ingestService.status.duplicates == 0)
        uplink.cancel()
        try await uplink.value
        ingest.cancel()
        try await ingest.value
    }

    @Test("a port in use ends ingest with an error that names it")
    func portInUse() async throws {
        let site = try Site()
        let sink = MemorySink(refusals: 0)
        let holder = try DatacentreSocket(
            context: LinkContext(), endpoint: site.endpoint, keys: site.serverKeys, enrolled: site.enrolled)
        let error = await #expect(throws: LinkError.self) { try await site.ingest(sink).run() }
        let taken = holder.endpoint
        #expect(error?.code == .portInUse && error?.message.contains(taken) == true)
    }

    private func delivered(_ spool: Spool, atLeast count: UInt64 = 1) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while spool.depth > 0 || spool.lastSequence < count, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(spool.depth == 0)
    }

    private func check(_ issued: [UInt64: Report], _ spool: Spool, _ sink: MemorySink) {
        let oracle = DeliveryOracle(
            issued: issued, acknowledged: spool.acknowledged,
            stored: sink.records.map { ($0.identity.sequence, $0.report) })
        #expect(oracle.violations.isEmpty)
    }
}
