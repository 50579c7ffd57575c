import Detectors
import Events
import Perception
import Scene
import Testing

@Suite("Flow through a line") struct LineFlowTests {
    /// `walkers` pass the middle of the picture within ten seconds, to the right or back.
    private func flow(walkers: Int, toTheRight: Bool = true, direction: Line.Direction = .leftToRight)
        -> LineObservation?
    {
        var configuration = CameraConfiguration(cameraID: "test")
        // Looking up the line, its right is the picture's right.
        configuration.lines = [
            Line(
                id: "door", start: PicturePoint(x: 0.5, y: 1), end: PicturePoint(x: 0.5, y: 0), direction: direction,
                mode: .balanced)
        ]
        let scene = SyntheticScene(configuration: configuration)
        var detector = DensityDetector(configuration: configuration, geometry: scene.perceiver.geometry)
        var last: LineObservation?
        for frame in 0..<90 {
            let time = Double(frame) / 5
            scene.ground()
            for walker in 0..<walkers where time > 6 {
                let way = Int(25 * (time - 6)) + 10
                let x = toTheRight ? way : scene.width - way
                scene.rectangle(x: x, y: 80 + walker * 60, width: 10, height: 40 + walker * 8, value: 15)
            }
            var said: [Observation] = []
            scene.evidence(time: time, frame: frame) { detector.ingest($0, into: &said) }
            for case .line(let line) in said { last = line }
        }
        return last
    }

    @Test("who passes counts once, in the direction of the way", arguments: [1, 2])
    func passes(walkers: Int) throws {
        let entered = try #require(flow(walkers: walkers))
        #expect((0.6...1.5).contains(entered.countIn / Double(walkers)), "\(entered)")
        #expect(entered.countOut < 0.2 * Double(walkers), "\(entered)")
        let left = try #require(flow(walkers: walkers, toTheRight: false))
        #expect(left.countIn < 0.2 * Double(walkers) && left.countOut > 0.6 * Double(walkers), "\(left)")
    }

    @Test("a line that counts from right to left turns in and out round")
    func turned() throws {
        let seen = try #require(flow(walkers: 1, direction: .rightToLeft))
        #expect(seen.countOut > 0.6 && seen.countIn < 0.2, "\(seen)")
    }

    /// Flow, both ways, of one who steps to and fro over a door by `way` pixels each second.
    private func swaying(way: Int, mode: Line.CrossingMode) throws -> Double {
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.lines = [
            Line(
                id: "door", start: PicturePoint(x: 0.5, y: 1), end: PicturePoint(x: 0.5, y: 0), direction: .both,
                mode: mode)
        ]
        let scene = SyntheticScene(configuration: configuration)
        var detector = DensityDetector(configuration: configuration, geometry: scene.perceiver.geometry)
        var last: LineObservation?
        for frame in 0..<120 {
            scene.ground()
            let x = scene.width / 2 - way / 2 + way * abs(frame % 10 - 5) / 5
            if frame > 30 { scene.rectangle(x: x - 6, y: 160, width: 12, height: 60, value: 15) }
            var said: [Observation] = []
            scene.evidence(time: Double(frame) / 5, frame: frame) { detector.ingest($0, into: &said) }
            for case .line(let line) in said { last = line }
        }
        let line = try #require(last)
        return line.countIn + line.countOut
    }

    @Test("who steps to and fro counts for less the stricter the line is")
    func mode() throws {
        let (loose, strict) = (try swaying(way: 20, mode: .loose), try swaying(way: 20, mode: .strict))
        #expect(loose > 1 && strict < 0.8 * loose, "\(loose), \(strict)")
    }

    @Test("nobody is no flow")
    func empty() throws {
        let seen = try #require(flow(walkers: 0))
        #expect(seen.countIn < 0.05 && seen.countOut < 0.05, "\(seen)")
    }
}
