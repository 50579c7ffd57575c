import Events
import Perception
import Scene
import Testing

@Suite struct PerceiverTests {
    private let picture = SyntheticPicture()

    private func perceiver(zones: [Zone] = []) -> Perceiver {
        Perceiver(
            pictureWidth: picture.width, pictureHeight: picture.height, settings: AnalysisSettings(width: 320),
            zones: zones)
    }

    /// Runs 5 frames a second from `start` to `end` and gives the last frame's evidence to `check`.
    private func run(
        _ perceiver: Perceiver, from start: Double, to end: Double, light: Int = 0,
        check: (Evidence) -> Void = { _ in }
    ) {
        run(perceiver, from: start, to: end, light: light, draw: { _, _ in }, check: check)
    }

    private func run(
        _ perceiver: Perceiver, from start: Double, to end: Double, light: Int = 0,
        draw: (SyntheticPicture, Double) -> Void, check: (Evidence) -> Void = { _ in }
    ) {
        for frame in Int(start * 5)..<Int(end * 5) {
            let time = Double(frame) / 5
            picture.draw(light: light)
            draw(picture, time)
            let evidence = perceiver.perceive(picture.view, time: time, frameIndex: frame)
            if frame == Int(end * 5) - 1 { check(evidence) }
        }
    }

    @Test("an empty scene has no foreground, and the background is in use within three seconds")
    func empty() {
        let perceiver = perceiver()
        run(perceiver, from: 0, to: 4) { #expect($0.backgroundState == .fast) }
        run(perceiver, from: 4, to: 20) { evidence in
            #expect(evidence.total(evidence.cellMoving) + evidence.total(evidence.cellStill) < 50)
            #expect(evidence.quality.edgesKept > 0.9)
            #expect(evidence.lightOffset == 0)
        }
    }

    @Test("a walker moves with its speed in pixels per second, whatever the frame rate", arguments: [5.0, 10, 25])
    func motion(framesPerSecond: Double) throws {
        let perceiver = perceiver()
        var vectors: [Float] = []
        var strays = 0
        for frame in 0..<Int(9 * framesPerSecond) {
            let time = Double(frame) / framesPerSecond
            picture.draw()
            if time > 5 { picture.rectangle(x: Int(40 * (time - 5)), y: 100, width: 24, height: 60, value: 20) }
            let evidence = perceiver.perceive(picture.view, time: time, frameIndex: frame)
            guard time > 7 else { continue }
            for block in 0..<evidence.blockColumns * evidence.blockRows where evidence.motionWeight.base[block] > 100 {
                vectors.append(evidence.motionX.base[block])
                strays += abs(evidence.motionY.base[block]) < 12 ? 0 : 1
            }
        }
        let sorted = vectors.sorted()
        let median = try #require(sorted.isEmpty ? nil : sorted[sorted.count / 2])
        #expect(abs(median - 40) < 6, "median \(median)")
        #expect(strays * 10 <= vectors.count)
    }

    @Test("a bag becomes still, grows older behind passers-by and is not absorbed in two minutes")
    func bag() {
        let perceiver = perceiver()
        run(perceiver, from: 0, to: 20)
        let bag = { (picture: SyntheticPicture, time: Double) in
            picture.rectangle(x: 160, y: 120, width: 32, height: 32, value: 210)
            // Every 12 s somebody passes in front for 1.5 s.
            let phase = time.truncatingRemainder(dividingBy: 12)
            if phase < 4 { picture.rectangle(x: Int(80 * phase), y: 90, width: 30, height: 90, value: 30) }
        }
        run(perceiver, from: 20, to: 30, draw: bag) { evidence in
            #expect(evidence.sum(evidence.cellStill, x: 160, y: 120, width: 32, height: 32) > 900)
        }
        run(perceiver, from: 30, to: 140, draw: bag) { evidence in
            #expect(evidence.sum(evidence.cellStill, x: 160, y: 120, width: 32, height: 32) > 900)
            let age = evidence.candidateAge[176, 136]
            #expect((900...1250).contains(Int(age)), "age \(age)")
            #expect(evidence.cellStructure[22, 17] < 89)
        }
    }

    @Test("somebody who stood there from the start and left is not kept as an object")
    func ghost() {
        let perceiver = perceiver()
        run(
            perceiver, from: 0, to: 8,
            draw: { picture, _ in
                picture.rectangle(x: 160, y: 80, width: 24, height: 64, value: 20)
            })
        run(perceiver, from: 8, to: 40) { evidence in
            #expect(evidence.sum(evidence.cellStill, x: 152, y: 72, width: 40, height: 80) < 64)
        }
    }

    @Test("a slow change of light is no foreground")
    func light() {
        let perceiver = perceiver()
        run(perceiver, from: 0, to: 10)
        for step in 1...15 {
            run(perceiver, from: Double(9 + step), to: Double(10 + step), light: step) { evidence in
                #expect(evidence.total(evidence.cellMoving) + evidence.total(evidence.cellStill) < 200)
            }
        }
    }

    @Test("a switched lamp holds every verdict, then the picture is known again")
    func lampSwitched() {
        let perceiver = perceiver()
        run(perceiver, from: 0, to: 20)
        run(perceiver, from: 20, to: 20.5, light: 70) { #expect($0.isHeld) }
        run(perceiver, from: 20.5, to: 21, light: 70)
        run(perceiver, from: 21, to: 40, light: 70) { evidence in
            #expect(!evidence.isHeld)
            #expect(evidence.backgroundState == .fast)
            #expect(evidence.total(evidence.cellMoving) + evidence.total(evidence.cellStill) < 50)
        }
    }

    @Test("private pixels are black and their cells are not looked at; letterbox bars neither")
    func masks() {
        let box = Polygon([
            PicturePoint(x: 0.25, y: 0.25), PicturePoint(x: 0.5, y: 0.25), PicturePoint(x: 0.5, y: 0.5),
            PicturePoint(x: 0.25, y: 0.5),
        ])
        let perceiver = perceiver(zones: [Zone(id: "window", kind: .privacy, polygon: box)])
        run(
            perceiver, from: 0, to: 8,
            draw: { picture, time in
                picture.fill(16, rows: 0..<24)
                if time > 5 { picture.rectangle(x: 90, y: 70, width: 40, height: 40, value: 230) }
            }
        ) { evidence in
            for y in 60..<120 {
                for x in 80..<160 { #expect(evidence.luma[x, y] == 0) }
            }
            #expect(evidence.cellValid[15, 12] == 0)
            #expect(evidence.sum(evidence.cellMoving, x: 80, y: 60, width: 80, height: 60) == 0)
            #expect(evidence.cellValid[5, 1] == 0, "the bar")
            #expect(evidence.cellValid[5, 4] == 1)
        }
    }

    @Test("the same frames give the same evidence, bit for bit, and again after a reset")
    func deterministic() {
        func digest(_ perceiver: Perceiver) -> [UInt64] {
            let picture = SyntheticPicture(seed: 5)
            return (0..<60).map { frame in
                picture.draw()
                picture.rectangle(x: 4 * frame, y: 90, width: 24, height: 60, value: 30)
                let evidence = perceiver.perceive(picture.view, time: Double(frame) / 5, frameIndex: frame)
                var hash: UInt64 = 14_695_981_039_346_656_037
                for i in 0..<evidence.width * evidence.height {
                    hash =
                        (hash ^ UInt64(evidence.state.base[i]) ^ UInt64(evidence.background.base[i]) << 8)
                        &* 1_099_511_628_211
                }
                for block in 0..<evidence.blockColumns * evidence.blockRows {
                    hash = (hash ^ UInt64(evidence.motionX.base[block].bitPattern)) &* 1_099_511_628_211
                }
                return hash
            }
        }
        let first = perceiver()
        let once = digest(first)
        first.reset()
        #expect(digest(first) == once)
        #expect(digest(perceiver()) == once)
    }

    @Test(
        "the analysis size keeps the aspect and never enlarges",
        arguments: [
            (1920, 1080, 640, 360), (768, 576, 640, 480), (360, 240, 360, 240), (1366, 768, 640, 360), (33, 40, 33, 40),
        ])
    func geometry(_ size: (Int, Int, Int, Int)) {
        let geometry = EvidenceGeometry(pictureWidth: size.0, pictureHeight: size.1, analysisWidth: 640)
        #expect(geometry.width == size.2 && geometry.height == size.3)
    }
}
