public import Events

/// Makes records that use the whole width of the schema: every case, every optional field both ways, awkward text,
/// extreme numbers.
public struct RandomRecords {
    public var generator: SeededGenerator
    /// Sets every optional field, so that a walk over the result meets every key.
    public var isComplete = false

    public init(generator: SeededGenerator) {
        self.generator = generator
    }

    public mutating func record() -> Record {
        let kind = Payload.kinds.randomElement(using: &generator) ?? "event"
        return record(kind: kind)
    }

    public mutating func record(kind: String) -> Record {
        Record(identity: identity(), report: report(kind: kind), recordedAt: maybe { $0.time() })
    }

    public mutating func report(kind: String) -> Report {
        Report(
            cameraID: identifier(), time: time(), severity: any(), expiry: maybe { $0.time() }, classification: any(),
            payload: payload(kind: kind))
    }

    private mutating func payload(kind: String) -> Payload {
        switch kind {
        case "sample": .sample(sample())
        case "zone_state": .zoneState(zoneState())
        case "heartbeat": .heartbeat(Heartbeat(framesAnalysed: integer()))
        case "health": .health(health())
        case "loss": .loss(loss())
        default: .event(event())
        }
    }

    private mutating func identity() -> RecordIdentity {
        let sequence = generator.chance(0.1) ? UInt64(Int64.max) : .random(in: 1...1 << 40, using: &generator)
        return RecordIdentity(siteID: identifier(), gatewayID: identifier(), epoch: identifier(), sequence: sequence)
    }

    private mutating func event() -> Event {
        Event(
            useCase: any(), phase: any(), eventUID: identifier(), ruleID: identifier(), zoneID: identifier(),
            profile: text(), bootID: identifier(),
            frame: FrameReference(pts: integer(), index: integer(), width: size(), height: size()), timeSource: any(),
            timeUncertaintyMilliseconds: size(), startedAt: time(), updatedAt: time(), endedAt: maybe { $0.time() },
            detectedAt: time(), emittedAt: time(), box: maybe { $0.box() }, polygon: polygon(),
            ground: maybe { GroundPlace(longitude: $0.number(), latitude: $0.number(), accuracyMetres: $0.number()) },
            metric: maybe { $0.metric() }, confidence: maybe { $0.number() }, confidenceKind: maybe { $0.any() },
            coverage: any(),
            quality: Quality(
                brightness: number(), blur: number(), decodeFPS: number(), droppedRatio: number(),
                calibrationState: any()),
            provenance: Provenance(
                configurationSHA256: text(), calibrationSHA256: text(), modelSHA256: text(), build: text(),
                kernelSet: text()), mode: any(), authorisationID: maybe { $0.identifier() },
            purpose: maybe { $0.any() },
            endReason: maybe { $0.any() }, reasons: reasons(), coverageReason: maybe { $0.any() })
    }

    private mutating func metric() -> Metric {
        let length = isComplete ? Metric.seriesLimit : Int.random(in: 0...Metric.seriesLimit, using: &generator)
        return Metric(
            name: identifier(), value: number(), unit: text(), threshold: maybe { $0.number() },
            exitThreshold: maybe { $0.number() }, holdSeconds: maybe { $0.number() },
            windowSeconds: maybe { $0.number() }, expectedLow: maybe { $0.number() },
            expectedHigh: maybe { $0.number() }, series: (0..<length).map { _ in number() })
    }

    private mutating func reasons() -> [Reason] {
        let length = isComplete ? Event.reasonLimit : Int.random(in: 0...Event.reasonLimit, using: &generator)
        return (0..<length).map { _ in Reason(any(), number(), unit: text(), limit: maybe { $0.number() }) }
    }

    private mutating func sample() -> Sample {
        Sample(
            zoneID: identifier(), count: number(), countLow: number(), countHigh: number(),
            personsPerSquareMetre: maybe { $0.number() },
            fullIn: maybe { random in
                TimeToFull(expected: random.number(), soonest: random.number(), latest: random.maybe { $0.number() })
            }, flowIn: maybe { $0.size() }, flowOut: maybe { $0.size() },
            seenRatio: number(), coverage: any(), coverageReason: maybe { $0.any() })
    }

    private mutating func zoneState() -> ZoneState {
        ZoneState(
            zoneID: identifier(), ruleID: identifier(), useCase: any(), active: .random(using: &generator),
            eventUID: maybe { $0.identifier() }, coverage: any(), value: maybe { $0.number() },
            unit: maybe { $0.text() }, learning: .random(using: &generator), coverageReason: maybe { $0.any() })
    }

    private mutating func health() -> Health {
        Health(
            stream: any(), errorCode: text(), coverage: any(), decodeFPS: number(), analysedFPS: number(),
            latencyMilliseconds: number(), cpuShare: number(), residentBytes: integer(), framesDecoded: integer(),
            framesAnalysed: integer(), framesSkipped: integer(), framesCorrupt: integer(), restarts: size(),
            coverageReason: maybe { $0.any() })
    }

    private mutating func loss() -> Loss {
        Loss(
            messageKind: Payload.kinds.randomElement(using: &generator) ?? "event", count: integer(), from: time(),
            to: time(), reason: any())
    }

    private mutating func box() -> Box {
        Box(x: number(), y: number(), width: number(), height: number())
    }

    private mutating func polygon() -> [PicturePoint] {
        let corners = isComplete ? 3 : Int.random(in: 0...8, using: &generator)
        return (0..<corners).map { _ in PicturePoint(x: number(), y: number()) }
    }

    private mutating func maybe<T>(_ make: (inout RandomRecords) -> T) -> T? {
        isComplete || Bool.random(using: &generator) ? make(&self) : nil
    }

    private mutating func any<E: CaseIterable>() -> E {
        E.allCases.randomElement(using: &generator) ?? E.allCases.first.unsafelyUnwrapped
    }

    private mutating func number() -> Double {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: 0
        case 1: -0.0
        case 2: .greatestFiniteMagnitude
        case 3: .leastNonzeroMagnitude
        case 4: Double(Int.random(in: -1000...1000, using: &generator))
        case 5: 1e16 * .random(in: 0...1, using: &generator)
        default: .random(in: 0...1, using: &generator)
        }
    }

    private mutating func integer() -> Int64 {
        [0, 1, Int64.max, .random(in: 0...1 << 40, using: &generator)].randomElement(using: &generator) ?? 0
    }

    private mutating func size() -> Int {
        .random(in: 0...100_000, using: &generator)
    }

    private mutating func time() -> Timestamp {
        generator.chance(0.1)
            ? Timestamp(milliseconds: .random(in: EventLimits.milliseconds, using: &generator))
            : Timestamp(milliseconds: .random(in: 1_500_000_000_000...2_500_000_000_000, using: &generator))
    }

    private mutating func text() -> String {
        generator.chance(0.2) ? "" : identifier()
    }

    private mutating func identifier() -> String {
        let alphabet = Array("abcXYZ019-_./ %\"\\éßя広場😀")
        let length = Int.random(in: 1...20, using: &generator)
        return String((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
    }
}
