import Events
import Scene
import Testing

@Suite struct PersonScaleTests {
    @Test("without a calibration persons grow down the picture and nothing is metric")
    func guess() {
        let scale = PersonScale(aspect: 16.0 / 9)
        #expect(!scale.isCalibrated)
        #expect(scale.ground == nil)
        #expect(scale.personHeight(atFootY: 0.9) > scale.personHeight(atFootY: 0.2))
    }

    @Test("bars of different heights give the line that they lie on")
    func bars() throws {
        // A 1.7 m person is 0.05 + 0.3 y tall; the second bar is a 3.4 m pole.
        let scale = try PersonScale(
            calibration: .bars([bar(foot: 0.4, length: 0.17, metres: 1.7), bar(foot: 0.9, length: 0.64, metres: 3.4)]),
            aspect: 1.5)
        #expect(scale.isCalibrated)
        #expect(abs(scale.personHeight(atFootY: 0.5) - 0.2) < 1e-9)
        #expect(abs(scale.personHeight(atBodyY: 0.5 - 0.1) - 0.2) < 1e-9)
        let ground = try #require(scale.ground)
        // Along a row 1.7 m is about one person: a level camera sees no difference, a tilted one little.
        let across = try #require(
            ground.distance(PicturePoint(x: 0.3, y: 0.5), PicturePoint(x: 0.3 + 0.2 / 1.5, y: 0.5)))
        #expect(abs(across - 1.7) < 0.25)
        #expect(ground.metres(at: PicturePoint(x: 0.5, y: -0.2)) == nil, "above the horizon there is no ground")
    }

    @Test("one bar scales the guess")
    func oneBar() throws {
        let guess = PersonScale(aspect: 1.5)
        let length = 2 * guess.personHeight(atFootY: 0.6)
        let scale = try PersonScale(
            calibration: .bars([bar(foot: 0.6, length: length, metres: 1.7)]), aspect: 1.5)
        #expect(abs(scale.personHeight(atFootY: 0.3) - 2 * guess.personHeight(atFootY: 0.3)) < 1e-9)
    }

    @Test("degenerate bars are refused by name")
    func degenerateBars() {
        #expect(code(.bars([])) == .noBars)
        #expect(code(.bars([bar(foot: 0.5, length: 0.002, metres: 1.7)])) == .shortBar)
        #expect(code(.bars([bar(foot: 0.5, length: -0.2, metres: 1.7)])) == .upsideDownBar)
        #expect(code(.bars([bar(foot: 0.5, length: 0.2, metres: 170)])) == .barHeight)
        #expect(
            code(.bars([bar(foot: 0.3, length: 0.4, metres: 1.7), bar(foot: 0.9, length: 0.1, metres: 1.7)]))
                == .contradictoryBars)
    }

    @Test("ground points give metres back, areas included")
    func points() throws {
        let truth = try PersonScale(
            calibration: .bars([bar(foot: 0.4, length: 0.17, metres: 1.7), bar(foot: 0.9, length: 0.32, metres: 1.7)]),
            aspect: 16.0 / 9)
        let ground = try #require(truth.ground)
        let image = [(0.2, 0.4), (0.8, 0.45), (0.9, 0.9), (0.1, 0.85), (0.5, 0.6)].map { PicturePoint(x: $0, y: $1) }
        let points = try image.map { point in
            let place = try #require(ground.metres(at: point))
            return GroundPoint(image: point, eastMetres: place.east + 1000, northMetres: place.north - 500)
        }
        let scale = try PersonScale(calibration: .points(points), aspect: 16.0 / 9)
        let solved = try #require(scale.ground)
        let probe = PicturePoint(x: 0.35, y: 0.7)
        let (place, wanted) = (try #require(solved.metres(at: probe)), try #require(ground.metres(at: probe)))
        #expect(abs(place.east - 1000 - wanted.east) < 1e-6 && abs(place.north + 500 - wanted.north) < 1e-6)
        let (area, wantedArea) = (solved.squareMetresPerArea(at: probe), ground.squareMetresPerArea(at: probe))
        #expect(abs((area ?? 0) / (wantedArea ?? 1) - 1) < 1e-6)
        // Points give the scale across the ground: a person seen from above is a little shorter.
        #expect(abs(scale.personHeight(atFootY: 0.7) / truth.personHeight(atFootY: 0.7) - 1) < 0.1)
    }

    @Test("degenerate points are refused by name")
    func degeneratePoints() {
        let square = [(0.2, 0.4, 0.0, 10.0), (0.8, 0.4, 10.0, 10.0), (0.9, 0.9, 10.0, 0.0), (0.1, 0.9, 0.0, 0.0)]
        func points(_ list: [(Double, Double, Double, Double)]) -> Calibration {
            .points(
                list.map {
                    GroundPoint(image: PicturePoint(x: $0.0, y: $0.1), eastMetres: $0.2, northMetres: $0.3)
                })
        }
        #expect(code(points(square)) == nil)
        #expect(code(points(Array(square.dropLast()))) == .tooFewPoints)
        #expect(code(points(square + [square[0]])) == .coincidentPoints)
        #expect(code(points((1...4).map { (Double($0) / 5, Double($0) / 5, Double($0), 3) })) == .collinearPoints)
        #expect(code(points(square.map { ($0.0, $0.1, 10 - $0.2, $0.3) })) == .mirroredPoints)
        #expect(code(points(square + [(0.5, 0.6, 40, 3)])) == .inconsistentPoints)
        #expect(code(points([square[0], square[1], (0.9, 0.9, 0, 0), (0.1, 0.9, 10, 0)])) == .inconsistentPoints)
    }

    private func bar(foot: Double, length: Double, metres: Double) -> PersonBar {
        PersonBar(
            foot: PicturePoint(x: 0.5, y: foot), head: PicturePoint(x: 0.5, y: foot - length), heightMetres: metres)
    }

    private func code(_ calibration: Calibration) -> SceneError.Code? {
        do {
            _ = try PersonScale(calibration: calibration, aspect: 1.5)
            return nil
        } catch {
            return error.code
        }
    }
}
