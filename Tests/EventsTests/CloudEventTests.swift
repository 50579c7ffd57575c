import Events
import EventsTestSupport
import Foundation
import Testing

@Suite struct CloudEventTests {
    private var event: Record {
        let time = Timestamp(milliseconds: 1_795_335_330_250)
        let event = Event(
            useCase: .abandonedObject, phase: .start, eventUID: "b1-3", ruleID: "bag", zoneID: "hall/east",
            profile: "balanced", bootID: "b1", frame: FrameReference(pts: 41000, index: 1025, width: 640, height: 360),
            timeSource: .file, timeUncertaintyMilliseconds: 40, startedAt: time, updatedAt: time, detectedAt: time,
            emittedAt: time, box: Box(x: 0.25, y: 0.5, width: 0.125, height: 0.1),
            metric: Metric(name: "alone_s", value: 61, unit: "s", threshold: 60, series: [59.8, 60]),
            coverage: .seeing,
            quality: Quality(
                brightness: 101.5, blur: 1, decodeFPS: 25, droppedRatio: 0, calibrationState: CalibrationState.none),
            provenance: Provenance(
                configurationSHA256: "aa", calibrationSHA256: "", modelSHA256: "", build: "1", kernelSet: "scalar"),
            mode: .shadow)
        return Record(
            identity: RecordIdentity(siteID: "lyon", gatewayID: "g-1", epoch: "0199-e", sequence: 42),
            report: Report(cameraID: "cam 1", time: time, severity: .warn, payload: .event(event)))
    }

    @Test("an event is written just so")
    func golden() {
        let expected = """
            {"data":{"bbox":{"h":0.1,"w":0.125,"x":0.25,"y":0.5},"boot_id":"b1","camera_id":"cam 1",\
            "coverage":"seeing","detected_at":"2026-11-22T08:15:30.250Z","emitted_at":"2026-11-22T08:15:30.250Z",\
            "event_uid":"b1-3","frame":{"height":360,"index":1025,"pts":41000,"width":640},"gateway_id":"g-1",\
            "metric":{"name":"alone_s","series":[59.8,60.0],"threshold":60.0,"unit":"s","value":61.0},\
            "mode":"shadow","phase":"start","profile":"balanced","provenance":{"build":"1","calibration_sha256":"",\
            "config_sha256":"aa","kernel_set":"scalar","model_sha256":""},"quality":{"blur":1.0,"brightness":101.5,\
            "calibration_state":"none","decode_fps":25.0,"dropped_ratio":0.0},"rule_id":"bag",\
            "started_at":"2026-11-22T08:15:30.250Z","time_source":"file","time_uncertainty_ms":40,\
            "updated_at":"2026-11-22T08:15:30.250Z","use_case":"abandoned_object","zone_id":"hall/east"},\
            "dataclassification":"operational","datacontenttype":"application/json","id":"0199-e-42",\
            "sequence":"00000000000000000042","severitynumber":13,"severitytext":"WARN",\
            "source":"/site/lyon/gateway/g-1/camera/cam%201","specversion":"1.0",\
            "subject":"zone/hall%2Feast/rule/bag","time":"2026-11-22T08:15:30.250Z",\
            "type":"org.vigie.abandoned_object.start.v1"}
            """
        #expect(String(decoding: event.cloudEventJSON(), as: UTF8.self) == expected)
    }

    @Test("each kind of message has its type")
    func types() {
        var records = RandomRecords(generator: SeededGenerator(seed: 5))
        func type(_ payload: Payload) -> JSONValue? {
            var record = records.record(kind: "event")
            record.report.payload = payload
            guard case .object(let fields) = record.cloudEvent else { return nil }
            return fields["type"]
        }
        var sample = Sample(zoneID: "a", count: 1, countLow: 0, countHigh: 2, seenRatio: 1, coverage: .seeing)
        #expect(type(.sample(sample)) == .string("org.vigie.occupancy.sample.v1"))
        sample.flowIn = 1
        #expect(type(.sample(sample)) == .string("org.vigie.line_count.sample.v1"))
        #expect(type(.heartbeat(Heartbeat(framesAnalysed: 1))) == .string("org.vigie.heartbeat.state.v1"))
    }

    private func refused(_ change: (inout [String: JSONValue]) -> Void) -> EventCodingError? {
        guard case .object(var fields) = event.cloudEvent else { return nil }
        change(&fields)
        let changed = fields
        return #expect(throws: EventCodingError.self) {
            try Record(cloudEventJSON: JSONValue.object(changed).description.utf8)
        }
    }

    private func refusedData(_ key: String, _ value: JSONValue) -> EventCodingError? {
        refused { fields in
            guard case .object(var data)? = fields["data"] else { return }
            data[key] = value
            fields["data"] = .object(data)
        }
    }

    @Test("what other systems say about persons is refused with the key named")
    func personalFields() {
        for key in ["age", "gender", "hair", "cap", "apparel", "license_plate", "person_name", "track_id", "image"] {
            let error = refusedData(key, .string("x"))
            #expect(error?.code == .unknownField)
            #expect(error?.path == "data.\(key)")
            #expect(error?.message.contains("\"\(key)\"") == true)
        }
        #expect(refusedData("face_embedding", .array([.number(0.1), .number(0.2)]))?.path == "data.face_embedding")
        #expect(refusedData("bbox", .object(["x": .integer(0), "face": .integer(1)]))?.code == .missingField)
        #expect(refused { $0["partitionkey"] = .string("p") }?.path == "partitionkey")
    }

    @Test("DeepStream's default message is refused")
    func deepStream() {
        let message = """
            {"messageid":"84a3a0ad","mdsversion":"1.0","@timestamp":"2018-04-11T04:59:59.828Z",
             "object":{"id":"3","person":{"age":45,"gender":"male","hair":"black","cap":"none","apparel":"formal"}}}
            """
        #expect(throws: EventCodingError.self) { try Record(cloudEventJSON: message.utf8) }
    }

    @Test("an envelope that disagrees with its data is refused")
    func inconsistent() {
        let changes: [(String, JSONValue)] = [
            ("type", .string("org.vigie.overdensity.start.v1")), ("subject", .string("zone/a/rule/bag")),
            ("id", .string("0199-e-43")), ("severitynumber", .integer(9)), ("specversion", .string("0.3")),
            ("source", .string("/site/lyon/gateway/g-2/camera/cam%201")),
        ]
        for (key, value) in changes {
            #expect(refused { $0[key] = value }?.code == .inconsistent, "\(key)")
        }
        #expect(refused { $0["type"] = .string("com.nvidia.person.v1") }?.code == .unknownValue)
        #expect(refused { $0["source"] = .string("/camera/1") }?.path == "source")
        #expect(refused { $0["sequence"] = .string("42") }?.path == "sequence")
        #expect(refused { $0["dataclassification"] = .string("personal") }?.code == .unknownValue)
    }

    @Test("values of another type or an unknown use case are refused with their path")
    func wrongTypes() {
        #expect(refusedData("use_case", .string("face_recognition"))?.path == "data.use_case")
        #expect(refusedData("mode", .integer(1))?.code == .wrongType)
        #expect(refusedData("started_at", .string("yesterday"))?.path == "data.started_at")
        #expect(refusedData("frame", .string("x"))?.path == "data.frame")
        #expect(refusedData("metric", .object(["name": .string("a")]))?.path == "data.metric.value")
        let series = JSONValue.array(Array(repeating: .integer(1), count: 65))
        let metric = JSONValue.object([
            "name": .string("a"), "value": .integer(1), "unit": .string(""), "series": series,
        ])
        #expect(refusedData("metric", metric)?.code == .tooLong)
    }
}
