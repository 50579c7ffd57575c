import Foundation
import SceneRendering
import Testing

/// All committed scenes, by name.
private let all: [String: SceneDescription] = {
    let folder = fixtures.appending(path: "scenes")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let scenes = names.filter { $0.hasSuffix(".yaml") }.compactMap {
        try? SceneFile.load(path: folder.appending(path: $0).path)
    }
    return Dictionary(scenes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}()

@Suite("The committed set of scenes")
struct SceneSetTests {
    @Test("there are the scenes of each kind that detectors must be tried on")
    func kinds() {
        let scenes = all.values
        #expect(scenes.count >= 80)
        #expect(scenes.count { !$0.objects.isEmpty } >= 40)
        #expect(scenes.count { $0.learn != nil } >= 30)
        #expect(scenes.count { !$0.tampering.isEmpty } >= 30)
        #expect(scenes.count { $0.seconds >= 1_800 } >= 5)
        #expect((10...26).contains(scenes.count { $0.isQuick }))
        let resting: Set = ["sitting", "lying", "standing", "crouching"]
        #expect(scenes.count { !resting.isDisjoint(with: $0.tags) } >= 10)
    }

    @Test("every condition of the list of scenes that break such systems is there")
    func conditions() {
        let tags = Set(all.values.flatMap(\.allTags))
        let wanted: Set = [
            "night", "dusk", "day", "rain", "snow", "fog", "wet", "reflections", "shake", "drift", "low_bit_rate",
            "small_picture", "sparse", "medium", "dense", "shadow", "flicker", "headlights", "lamp", "infra_red",
            "lens_dirt", "lens_web", "lens_drops", "insects", "clock", "ptz", "height_3m", "height_5m", "height_9m",
            "owner_near", "moved", "sitting", "lying", "standing", "tamper_frozen", "tamper_blocked", "tamper_lost",
        ]
        #expect(wanted.subtracting(tags) == [])
    }

    @Test("the scene that a model learns from is there, shows the same place and has no anomaly")
    func learning() throws {
        for scene in all.values.sorted(by: { $0.name < $1.name }) {
            guard let name = scene.learn else { continue }
            let normal = try #require(all[name], "\(scene.name) learns from \(name)")
            #expect(normal.camera.heightMetres == scene.camera.heightMetres && normal.zones == scene.zones)
            #expect(normal.picture.framesPerSecond == scene.picture.framesPerSecond, "\(scene.name)")
        }
    }
}

@Suite("Truth of what happens")
struct SceneEventTruthTests {
    @Test("a crowd has about the density that the file asks for, counted by feet on its ground")
    func density() throws {
        var scene = try scene("crowd_ramp_5m")
        scene.zones = []
        let renderer = SceneRenderer(scene)
        let area = try #require(scene.crowds.first).area
        for (second, wanted) in [(4, 0.0), (40, 2.87), (82, 6.0)] {
            let sample = renderer.truthSample(frame: second * Int(scene.picture.framesPerSecond))
            let inside = sample.people.count { person in
                (area[0].x...area[1].x).contains(person.place[0]) && (area[0].y...area[1].y).contains(person.place[1])
            }
            let density = Double(inside) / abs((area[1].x - area[0].x) * (area[1].y - area[0].y))
            #expect(abs(density - wanted) < 0.25 * wanted + 0.1, "\(density) at \(second) s")
        }
    }

    @Test("who is hidden behind others is less visible, and who is hidden wholly is not counted")
    func hidden() throws {
        let renderer = SceneRenderer(try scene("crowd_dense_3m"))
        let sample = renderer.truthSample(frame: 150)
        #expect(sample.people.contains { $0.visible < 0.1 } && sample.people.contains { $0.visible > 0.8 })
        let seen = sample.people.count { $0.visible >= 0.1 }
        #expect(sample.counts["platform", default: 0] <= seen)
    }

    @Test("anomalies last while they can be seen", arguments: ["running", "bicycle", "vehicle"])
    func appearance(kind: String) throws {
        let truth = SceneRenderer(try scene("anomaly_\(kind)_square")).truth()
        let anomaly = try #require(truth.anomalies.first)
        #expect(truth.anomalies.count == 1 && anomaly.kind == kind && anomaly.zone == "square")
        #expect((25...45).contains(anomaly.start) && (1.5...10).contains(anomaly.end - anomaly.start))
    }

    @Test("scattering, gathering, a closed exit and a turned flow have the times of the file")
    func scripted() throws {
        let expected: [(String, String, ClosedRange<Double>)] = [
            ("anomaly_dispersal_square", "dispersal", 45...45), ("anomaly_gathering_square", "gathering", 25...40),
            ("anomaly_stopped_exit_concourse", "stopped_exit", 30...30),
            ("anomaly_reversal_concourse", "wrong_direction", 40...40),
            ("anomaly_counter_flow_concourse", "counter_flow", 28...40),
        ]
        for (name, kind, start) in expected {
            let anomaly = try #require(SceneRenderer(try scene(name)).truth().anomalies.first)
            #expect(anomaly.kind == kind && start.contains(anomaly.start), "\(name): \(anomaly)")
        }
    }

    @Test("a camera that drifts counts as moved once it has drifted by three pixels")
    func drift() throws {
        let moved = try #require(SceneRenderer(try scene("break_drift")).truth().integrity.first)
        #expect(moved.state == "moved" && abs(moved.start - 18) < 0.01 && moved.end == 120)
        #expect(SceneRenderer(try scene("break_shake")).truth().integrity.isEmpty)
    }

    @Test("tampering is in the truth and in the picture")
    func tampering() throws {
        for (name, state) in [("dark", "dark"), ("frozen", "frozen"), ("lost", "lost"), ("blocked", "blocked")] {
            let renderer = SceneRenderer(try scene("integrity_\(name)_square"))
            #expect(renderer.truth().integrity.map(\.state) == [state])
            let (before, during) = (renderer.frame(at: 120), renderer.frame(at: 170))
            let (a, b) = (before.reduce(0) { $0 + Int($1) }, during.reduce(0) { $0 + Int($1) })
            if name == "dark" || name == "blocked" { #expect(b < a * 6 / 10, "\(name)") }
            if name == "frozen" || name == "lost" { #expect(during == renderer.frame(at: 200)) }
            #expect(renderer.isDelivered(frame: 170) == (name != "lost"))
        }
    }

    @Test("somebody who lies is flat and is still a person of the truth")
    func lying() throws {
        let sample = SceneRenderer(try scene("lie")).truthSample(frame: 300)
        let person = try #require(sample.people.first { $0.pose == "lie" })
        #expect(person.visible > 0.3 && person.height < 60)
    }

    @Test("a bag that is carried on and put down again is two objects, one after the other")
    func again() throws {
        let objects = SceneRenderer(try scene("object_put_down_again")).truth().objects
        #expect(objects.map(\.id) == ["first", "again"] && objects.map(\.removed) == [21, nil])
        // It was taken before its owner went.
        #expect(objects[0].ownerLeft == nil && objects[1].ownerLeft != nil)
    }

    @Test("an owner who stays has not left")
    func near() throws {
        #expect(SceneRenderer(try scene("object_owner_near")).truth().objects.map(\.ownerLeft) == [nil])
    }
}
