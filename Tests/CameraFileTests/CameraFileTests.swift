import CameraFile
import Events
import Foundation
import Scene
import Testing

@Suite("Camera files that are right")
struct CameraFileTests {
    /// Every key of version 1.
    static let full = """
        version: 1
        camera: cam-1
        source: {url: "rtsp://10.0.0.7/stream1", substream: "rtsp://10.0.0.7/stream2", credentials: cam-1}
        analysis: {fps: 2.5, width: 480}
        decode: keyframes
        zones:
          - {id: hall, kind: analysis, polygon: [[0, 0], [1, 0], [1, 1]]}
          - {id: window, kind: privacy, polygon: [[0, 0.5], [0.2, 0.5], [0.1, 1]]}
        lines:
          - {id: door, points: [[0.2, 0.7], [0.6, 0.72]], direction: left_to_right, mode: strict}
        calibration:
          bars: [{foot: [0.31, 0.80], head: [0.31, 0.55], height_m: 1.7}]
        rules:
          - {id: crowd, use_case: overdensity, zone: hall, threshold: 3.5, unit: persons_per_m2, hold_s: 7,
             exit_threshold: 1.75, exit_hold_s: 9, mode: alert, cooldown_s: 60}
          - {id: bag, use_case: abandoned_object, zone: hall, warn_after_s: 5, alert_after_s: 10}
          - {id: back, use_case: wrong_direction, zone: hall, expected_degrees: 90, hold_s: 4}
          - {id: odd, use_case: anomaly_flow, zone: hall, purpose: crowd_safety}
          - {id: eye, use_case: camera_integrity, zone: hall}
        density:
          model: default
          counts:
            hall: {version: 7, intercept: 1.5, weights: [0.25, -3e-4, 0.5], half_width: 4, relative_half_width: 0.1, labels: 20}
        """

    @Test("every key arrives where it belongs")
    func everyKey() throws {
        let camera = try CameraFile.parse(Self.full, file: "cam-1.yaml")
        #expect(camera.cameraID == "cam-1")
        #expect(camera.source?.url == "rtsp://10.0.0.7/stream1")
        #expect(camera.source?.substreamURL == "rtsp://10.0.0.7/stream2" && camera.source?.credentials == "cam-1")
        #expect(camera.analysis == AnalysisSettings(framesPerSecond: 2.5, width: 480))
        #expect(camera.decode == .keyframes)
        #expect(camera.zones.map(\.kind) == [.analysis, .privacy])
        #expect(camera.zones[1].polygon.vertices[2] == PicturePoint(x: 0.1, y: 1))
        #expect(camera.lines.map(\.direction) == [.leftToRight] && camera.lines.map(\.mode) == [.strict])
        let foot = PicturePoint(x: 0.31, y: 0.8)
        let bar = PersonBar(foot: foot, head: PicturePoint(x: 0.31, y: 0.55), heightMetres: 1.7)
        #expect(camera.calibration == .bars([bar]))
        #expect(
            camera.rules.map(\.condition) == [
                .overdensity(threshold: 3.5, unit: .personsPerSquareMetre, hold: 7, exitShare: 0.5, exitHold: 9),
                .abandonedObject(warnAfter: 5, alertAfter: 10),
                .wrongDirection(expectedDegrees: 90, hold: 4),
                .anomalyFlow(purpose: .crowdSafety, falseAlarmsPerDay: 1),
                .cameraIntegrity,
            ])
        #expect(camera.rules.map(\.mode) == [.alert, .shadow, .shadow, .shadow, .shadow])
        #expect(camera.rules.map(\.cooldown) == [60, 120, 120, 120, 120])
        let fit = DensityFit(
            zoneID: "hall", intercept: 1.5, weights: [0.25, -3e-4, 0.5], halfWidth: 4, relativeHalfWidth: 0.1,
            labels: 20)
        #expect(camera.density == DensitySettings(fits: [fit]))
    }

    @Test("what is left out has the documented default")
    func defaults() throws {
        let camera = try CameraFile.parse("version: 1\ncamera: c\n", file: "c.yaml")
        #expect(camera.analysis == AnalysisSettings(framesPerSecond: 5, width: 640))
        #expect(camera.decode == .auto)
        #expect(camera.zones == [Zone(id: "all", kind: .analysis, polygon: .picture)])
        #expect(camera.rules.isEmpty && camera.lines.isEmpty && camera.source == nil && camera.calibration == nil)
        let rules = """
            version: 1
            camera: c
            rules:
              - {id: a, use_case: overdensity, zone: all, threshold: 2, unit: persons}
              - {id: b, use_case: abandoned_object, zone: all}
              - {id: c, use_case: wrong_direction, zone: all}
            """
        #expect(
            try CameraFile.parse(rules, file: "c.yaml").rules.map(\.condition) == [
                .overdensity(threshold: 2, unit: .persons, hold: 10, exitShare: 0.8, exitHold: 15),
                .abandonedObject(warnAfter: 30, alertAfter: 60),
                .wrongDirection(expectedDegrees: nil, hold: 3),
            ])
    }

    @Test("ground points are read with their metres")
    func groundPoints() throws {
        let text = """
            version: 1
            camera: c
            calibration:
              points:
                - {image: [0.1, 0.9], world: [0, 0]}
                - {image: [0.9, 0.9], world: [5, 0]}
                - {image: [0.7, 0.4], world: [5, 9.5]}
                - {image: [0.3, 0.4], world: [-1, 9]}
            """
        let camera = try CameraFile.parse(text, file: "c.yaml")
        guard case .points(let points)? = camera.calibration else {
            Issue.record("no points")
            return
        }
        #expect(points.map(\.northMetres) == [0, 0, 9.5, 9] && points.map(\.eastMetres) == [0, 5, 5, -1])
    }

    @Test("the digests tell files apart; that of the calibration ignores how it is written")
    func digests() throws {
        let first = try CameraFile.parse(Self.full, file: "a")
        let second = try CameraFile.parse("# a comment\n" + Self.full.replacing("0.80", with: "0.8"), file: "b")
        let third = try CameraFile.parse(Self.full.replacing("0.80", with: "0.81"), file: "c")
        #expect(first.configurationSHA256.count == 64 && first.calibrationSHA256.count == 64)
        #expect(first.configurationSHA256 != second.configurationSHA256)
        #expect(first.calibrationSHA256 == second.calibrationSHA256)
        #expect(first.calibrationSHA256 != third.calibrationSHA256)
        let days = try ["2026-12-01", "2026-12-02"].map { day in
            try CameraFile.parse(
                Self.full.replacing("calibration:\n", with: "calibration:\n  checked: \"\(day)\"\n"), file: "d")
        }
        #expect(days.map(\.ground.checked) == ["2026-12-01", "2026-12-02"])
        #expect(Set((days + [first]).map(\.calibrationSHA256)).count == 3, "a new look is a new calibration")
        let known = try CameraFile.parse("version: 1\ncamera: c\n", file: "known")
        // printf 'version: 1\ncamera: c\n' | sha256sum
        #expect(known.configurationSHA256 == "918328049daa20baf00a58d0b2b8ef8af7591878116a52514336d1edcc702150")
        #expect(known.calibrationSHA256.isEmpty)
    }

    @Test("the committed camera files are right")
    func committed() throws {
        let folder = fixtures.appending(path: "cameras")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 3)
        for file in files where file.pathExtension == "yaml" {
            let camera = try CameraFile.load(path: file.path)
            #expect(camera.cameraID == file.deletingPathExtension().lastPathComponent)
        }
    }
}
