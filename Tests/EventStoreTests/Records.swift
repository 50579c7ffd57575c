import Events
import Foundation
import TestFolders

/// Records as a gateway sends them, with every field of the model set.
enum Records {
    static let noon = Timestamp(milliseconds: 1_795_435_200_000)  // 2026-11-23T12:00:00Z

    static func record(
        _ sequence: UInt64, _ payload: Payload, at time: Timestamp = noon, camera: String = "place",
        epoch: String = "a",
        gateway: String = "gw-1", expiry: Timestamp? = nil
    ) -> Record {
        Record(
            identity: RecordIdentity(siteID: "site", gatewayID: gateway, epoch: epoch, sequence: sequence),
            report: Report(cameraID: camera, time: time, severity: .warn, expiry: expiry, payload: payload))
    }

    static func event(
        _ phase: Phase, uid: String = "boot-1", zone: String = "square", rule: String = "bag", boot: String = "boot",
        useCase: UseCase = .abandonedObject, startedAt: Timestamp = noon, at time: Timestamp = noon
    ) -> Payload {
        .event(
            Event(
                useCase: useCase, phase: phase, eventUID: uid, ruleID: rule, zoneID: zone, profile: "default",
                bootID: boot, frame: FrameReference(pts: 1200, index: 30, width: 768, height: 576),
                timeSource: .wallClock, timeUncertaintyMilliseconds: 40, startedAt: startedAt, updatedAt: time,
                endedAt: phase == .end ? time : nil, detectedAt: startedAt, emittedAt: time,
                box: Box(x: 0.1, y: 0.2, width: 0.05, height: 0.1),
                polygon: [PicturePoint(x: 0.1, y: 0.25), PicturePoint(x: 1, y: 0), PicturePoint(x: 1, y: 1)],
                ground: GroundPlace(longitude: 5.7, latitude: 45.2, accuracyMetres: 2.5),
                metric: Metric(
                    name: "unattended", value: 61.5, unit: "s", threshold: 60, exitThreshold: 10, holdSeconds: 1,
                    windowSeconds: 5, expectedLow: 0, expectedHigh: 30, series: [1, 2.5, 61.5]),
                confidence: 0.9, confidenceKind: .testsPassed, coverage: .seeing,
                quality: Quality(
                    brightness: 120.5, blur: 1, decodeFPS: 25, droppedRatio: 0.01, calibrationState: .valid),
                provenance: Provenance(
                    configurationSHA256: "c0", calibrationSHA256: "c1", modelSHA256: "c2", build: "0.1",
                    kernelSet: "baseline"),
                mode: .shadow, authorisationID: "act-7", purpose: .crowdSafety,
                endReason: phase == .end ? .removed : nil))
    }

    static func sample(
        _ count: Double, zone: String = "square", coverage: Coverage = .seeing, seenRatio: Double = 1
    ) -> Payload {
        .sample(
            Sample(
                zoneID: zone, count: count, countLow: max(0, count - 2), countHigh: count + 2,
                personsPerSquareMetre: count / 50,
                fullIn: TimeToFull(expected: 240, soonest: 180, latest: 400), flowIn: 1, flowOut: 2,
                seenRatio: seenRatio, coverage: coverage))
    }

    static func state(active: Bool, uid: String? = nil, zone: String = "square", rule: String = "bag") -> Payload {
        .zoneState(
            ZoneState(
                zoneID: zone, ruleID: rule, useCase: .abandonedObject, active: active, eventUID: uid,
                coverage: .seeing, value: 0.5, unit: "s", learning: false))
    }

    static func health(_ stream: StreamState = .streaming, coverage: Coverage = .seeing) -> Payload {
        .health(
            Health(
                stream: stream, errorCode: "", coverage: coverage, decodeFPS: 25, analysedFPS: 5,
                latencyMilliseconds: 40, cpuShare: 0.3, residentBytes: 60_000_000, framesDecoded: 100,
                framesAnalysed: 20, framesSkipped: 1, framesCorrupt: 0, restarts: 0))
    }

    static func loss(_ count: Int64) -> Payload {
        .loss(
            Loss(messageKind: "sample", count: count, from: noon, to: noon.advanced(bySeconds: 5), reason: .diskFull))
    }
}
