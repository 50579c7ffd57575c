import Events
import EventsTestSupport
import Testing

@Suite struct AgentFrameReaderTests {
    private func reports(_ count: Int, seed: UInt64) -> [Report] {
        var records = RandomRecords(generator: SeededGenerator(seed: seed))
        return (0..<count).map { _ in records.record().report }
    }

    private func drain(_ reader: inout AgentFrameReader) -> [Result<AgentFrame, EventCodingError>] {
        var results: [Result<AgentFrame, EventCodingError>] = []
        while let result = reader.next() { results.append(result) }
        return results
    }

    @Test("reports come through whole wherever the pipe cuts them")
    func anyCut() throws {
        let reports = reports(3, seed: 1)
        let bytes = reports.flatMap { $0.pipeFrame() }
        for cut in 0...bytes.count {
            var reader = AgentFrameReader()
            reader.append(bytes[..<cut])
            var read = drain(&reader)
            reader.append(bytes[cut...])
            read += drain(&reader)
            #expect(try read.map { try $0.get() } == reports.map(AgentFrame.report))
        }
        var reader = AgentFrameReader()
        var read: [AgentFrame] = []
        for byte in bytes {
            reader.append([byte])
            read += try drain(&reader).map { try $0.get() }
        }
        #expect(read == reports.map(AgentFrame.report))
        #expect(reader.counts.reports == 3 && reader.counts.bytes == bytes.count && reader.counts.refused == 0)
    }

    @Test("a frame that is no report is counted, and the next one is read")
    func malformed() throws {
        let reports = reports(2, seed: 2)
        var reader = AgentFrameReader()
        reader.append(reports[0].pipeFrame() + [0, 0, 0, 3, 0xff, 0xff, 0xff] + reports[1].pipeFrame())
        let results = drain(&reader)
        #expect(results.count == 3)
        #expect(throws: EventCodingError.self) { try results[1].get() }
        #expect(try results[2].get() == .report(reports[1]))
        #expect(reader.counts.refused == 1 && reader.counts.reports == 2 && !reader.isBroken)
    }

    @Test("what was learnt comes through between reports, a megabyte of it, and says whether it is anew")
    func learnt() throws {
        let report = reports(1, seed: 5)[0]
        let file = (0..<EventLimits.learntBytes).map { UInt8(truncatingIfNeeded: $0) }
        let frames: [AgentFrame] = [
            .report(report), .learnt(LearntModel(file: file)), .learnt(LearntModel(file: [1], isAnew: true)),
            .report(report),
        ]
        var reader = AgentFrameReader()
        reader.append(frames.flatMap { $0.bytes() })
        #expect(try drain(&reader).map { try $0.get() } == frames)
    }

    @Test("more than may be learnt of a camera, nothing at all, and an unknown kind break the stream for good")
    func impossibleFrame() {
        for header: [UInt8] in [[1, 0x10, 0, 1], [1, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 1]] {
            var reader = AgentFrameReader()
            reader.append(header)
            #expect(drain(&reader).count == 1 && reader.isBroken, "\(header)")
        }
    }

    @Test("a length of zero or beyond 64 KiB breaks the stream for good", arguments: [0, 65537, 0xffff_ffff as UInt32])
    func impossibleLength(length: UInt32) {
        var reader = AgentFrameReader()
        reader.append([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) })
        #expect(drain(&reader).count == 1)
        #expect(reader.isBroken)
        reader.append(reports(1, seed: 3)[0].pipeFrame())
        #expect(reader.next() == nil)
    }

    @Test("the largest report that the schema allows fits into a frame")
    func largest() throws {
        var records = RandomRecords(generator: SeededGenerator(seed: 4))
        records.isComplete = true
        var report = records.report(kind: "event")
        guard case .event(var event) = report.payload else { return }
        event.polygon = Array(repeating: PicturePoint(x: 0.1, y: 0.2), count: EventLimits.polygonPoints)
        event.zoneID = String(repeating: "é", count: 64)
        report.payload = .event(event)
        #expect(report.encoded().count < EventLimits.reportBytes)
        #expect(try Report(decoding: report.encoded()) == report)
    }
}
