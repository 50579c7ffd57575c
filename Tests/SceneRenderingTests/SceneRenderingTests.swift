import Foundation
import Scene
import SceneRendering
import Testing

let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures")

func scene(_ name: String) throws -> SceneDescription {
    try SceneFile.load(path: fixtures.appending(path: "scenes/\(name).yaml").path)
}

/// FNV-1a, 64 bits.
func digest(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

@Suite("Rendered frames")
struct RenderedFrameTests {
    @Test("the same scene gives the same bytes, in whatever order frames are asked for, and on every machine")
    func determinism() throws {
        let scene = try scene("bag")
        let (first, second) = (SceneRenderer(scene), SceneRenderer(scene))
        let forward = [100, 450, 800].map { digest(first.frame(at: $0)) }
        let backward = [800, 450, 100].map { digest(second.frame(at: $0)) }
        #expect(forward == backward.reversed())
        // Changes only when the renderer or the scene does; then look at the frames and write the new values here.
        #expect(forward == [0x3B4E_2D67_989D_C251, 0xBABA_09E5_00B0_BAB5, 0xF507_54FA_CDAE_4641], "seed \(scene.seed)")
    }

    @Test("another seed gives other people and other noise")
    func seeds() throws {
        var scene = try scene("bag")
        let frame = SceneRenderer(scene).frame(at: 0)
        scene.seed += 1
        #expect(SceneRenderer(scene).frame(at: 0) != frame)
    }

    @Test("frames are footage: neither black nor white, grainy, and they move")
    func plausible() throws {
        for name in ["bag", "flow", "crowd_sparse", "crowd_dense", "standing"] {
            let renderer = SceneRenderer(try scene(name))
            let (first, later) = (renderer.frame(at: 0), renderer.frame(at: 30))
            let mean = first.reduce(0) { $0 + Int($1) } / first.count
            #expect((40...190).contains(mean), "\(name): mean luma \(mean)")
            let moved = zip(first, later).count { abs(Int($0) - Int($1)) > 25 }
            #expect(moved > first.count / 2000, "\(name): \(moved) pixels moved")
        }
    }

    @Test("an empty scene holds noise and nothing else")
    func empty() throws {
        let renderer = SceneRenderer(try scene("empty_noisy"))
        #expect(renderer.truthSample(frame: 100).people.isEmpty)
        #expect(renderer.truth().objects.isEmpty && renderer.truth().anomalies.isEmpty)
    }
}

@Suite("Truth of a scene")
struct SceneTruthTests {
    @Test("the bag's box holds the pixels that differ from the picture without the bag, and no others far from it")
    func boxMatchesPixels() throws {
        var scene = try scene("bag")
        let with = SceneRenderer(scene)
        let object = try #require(with.truth().objects.first)
        scene.objects = []
        let without = SceneRenderer(scene)
        // At 25 s the bag stands alone, and the streams are too far away to have walked round it.
        let (a, b) = (with.frame(at: 375), without.frame(at: 375))
        let box = zip(object.box, [640, 360, 640, 360]).map { $0 * $1 }
        var (inside, outside) = (0, 0)
        for index in a.indices where abs(Int(a[index]) - Int(b[index])) > 25 {
            let (x, y) = (Double(index % 640) + 0.5, Double(index / 640) + 0.5)
            let isInside = x > box[0] && x < box[0] + box[2] && y > box[1] && y < box[1] + box[3]
            if isInside {
                inside += 1
            } else if x > box[0] - 40, x < box[0] + 70, y > box[1], y < box[1] + 60 {
                outside += 1
            }
        }
        #expect(Double(inside) > 0.75 * box[2] * box[3], "\(inside) pixels of \(box)")
        // What is left is its shadow on the ground.
        #expect(outside < inside / 2, "\(outside) pixels outside")
    }

    @Test("put, owner left, alone and removed follow from the script")
    func objectTimes() throws {
        let truth = SceneRenderer(try scene("bag")).truth()
        let object = try #require(truth.objects.first)
        #expect(object.put == 12 && object.removed == 50 && object.zones == ["concourse"])
        let left = try #require(object.ownerLeft)
        #expect((15...18).contains(left))
        let alone = try #require(object.alone.first)
        #expect(alone[0] >= left && alone[1] - alone[0] > 12, "nobody near for the alert to be due: \(object.alone)")
    }

    @Test("the reversed flow is an anomaly from the second at which it turns, and people then go left")
    func reversal() throws {
        let renderer = SceneRenderer(try scene("flow"))
        let anomaly = try #require(renderer.truth().anomalies.first)
        #expect(anomaly.kind == "wrong_direction" && anomaly.start == 40 && anomaly.end == 60)
        // Mean way to the right in 0.2 s of whoever is found again within half a metre.
        func drift(at second: Int) -> Double {
            let before = renderer.truthSample(frame: second * 15).people
            let after = renderer.truthSample(frame: second * 15 + 3).people
            var (sum, count) = (0.0, 0.0)
            for person in before {
                let steps: [Double] = after.compactMap { later in
                    let (x, y) = (later.place[0] - person.place[0], later.place[1] - person.place[1])
                    return x * x + y * y < 0.25 ? x : nil
                }
                guard let step = steps.first else { continue }
                sum += step
                count += 1
            }
            return sum / max(1, count)
        }
        #expect([5, 20, 35].allSatisfy { drift(at: $0) > 0.15 })
        #expect([43, 50, 57].allSatisfy { drift(at: $0) < -0.15 })
    }

    @Test("people are counted in their zone, with boxes of a person's height and a share that is seen")
    func people() throws {
        let renderer = SceneRenderer(try scene("flow"))
        let sample = renderer.truthSample(frame: 300)
        #expect((8...30).contains(sample.counts["corridor"] ?? 0), "\(sample.counts)")
        #expect(sample.people.allSatisfy { (0...1).contains($0.visible) })
        #expect(sample.people.contains { $0.visible > 0.95 } && sample.people.contains { $0.visible < 0.9 })
        let inside = sample.people.filter { $0.visible > 0.95 }
        #expect(inside.allSatisfy { (30...140).contains($0.height) && $0.head[1] < $0.foot[1] })
    }

    @Test("the calibration bars are 1.7 m high: higher in the picture where they are nearer")
    func bars() throws {
        let bars = SceneRenderer(try scene("bag")).truth().calibration.bars
        #expect(bars.count == 9)
        let heights = bars.map { $0.foot[1] - $0.head[1] }
        #expect(heights[0] > heights[3] && heights[3] > heights[6] && heights[6] > 0.1)
    }

    @Test("the committed camera files stand on the truth of their scenes", arguments: ["bag", "flow"])
    func cameras(name: String) throws {
        let text = try String(contentsOf: fixtures.appending(path: "cameras/\(name).yaml"), encoding: .utf8)
        for bar in SceneRenderer(try scene(name)).truth().calibration.bars {
            #expect(text.contains("{foot: \(bar.foot), head: \(bar.head), height_m: 1.7}"))
        }
        for zone in try scene(name).zones { #expect(text.contains("id: \(zone.id), kind: analysis")) }
    }
}
