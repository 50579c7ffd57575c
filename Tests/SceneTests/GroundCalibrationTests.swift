import Events
import Scene
import Testing

/// A camera whose geometry is known: 640×360, 5 m above the ground, tilted down by 25°, 50° wide.
private struct KnownCamera {
    let aspect = 16.0 / 9
    let height = 5.0
    // sin 25°, cos 25°, and the focal length in picture heights: aspect / 2 / tan 25°.
    let sine = 0.422_618_261_740_699_4, cosine = 0.906_307_787_036_65
    let focal = 16.0 / 9 / 2 / 0.466_307_658_154_998_6

    /// Where a point (metres to the right, away, up) is in the picture.
    func picture(_ east: Double, _ north: Double, up: Double = 0) -> PicturePoint {
        let (y, z) = (height - up, north)
        let depth = y * sine + z * cosine
        return PicturePoint(
            x: 0.5 + east / depth * focal / aspect, y: 0.5 + (y * cosine - z * sine) / depth * focal)
    }

    func bar(_ east: Double, _ north: Double, metres: Double = 1.7) -> PersonBar {
        PersonBar(foot: picture(east, north), head: picture(east, north, up: metres), heightMetres: metres)
    }

    func point(_ east: Double, _ north: Double) -> GroundPoint {
        GroundPoint(image: picture(east, north), eastMetres: east, northMetres: north)
    }
}

@Suite("Calibration of the ground") struct GroundCalibrationTests {
    private let camera = KnownCamera()
    private var points: [GroundPoint] {
        [(-2, 6), (2.5, 7), (3, 12), (-3, 13), (0, 9), (1, 10)].map { camera.point($0, $1) }
    }

    private func scale(_ calibration: Calibration, _ settings: GroundSettings = GroundSettings()) throws -> PersonScale
    {
        try PersonScale(calibration: calibration, aspect: camera.aspect, settings: settings)
    }

    private func code(_ calibration: Calibration, _ settings: GroundSettings = GroundSettings()) -> SceneError.Code? {
        do throws(SceneError) {
            _ = try PersonScale(calibration: calibration, aspect: camera.aspect, settings: settings)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("exact points have no residual, and each is found by the others")
    func exactPoints() throws {
        let accuracy = try #require(try scale(.points(points)).accuracy)
        #expect(accuracy.rootMeanSquare < 1e-9 && accuracy.residuals.count == 6)
        #expect(accuracy.leftOutMetres.count == 6 && (accuracy.leftOutError ?? 9) < 1e-6 && accuracy.isAcceptable)
    }

    @Test("one point that is a metre off is named, refused, and accepted only when the file says so")
    func wrongPoint() throws {
        var wrong = points + [(-4, 9), (4, 9), (2, 15), (-1, 7), (0, 13)].map { camera.point($0, $1) }
        wrong[4].eastMetres += 1.5
        #expect(code(.points(wrong)) == .inaccurateGround)
        let accepted = try scale(.points(wrong), GroundSettings(acceptsInaccurate: true))
        let accuracy = try #require(accepted.accuracy)
        #expect(!accuracy.isAcceptable && accuracy.worst == 4)
    }

    @Test("four points fit exactly and say that nothing checks them")
    func fourPoints() throws {
        let accuracy = try #require(try scale(.points(Array(points.prefix(4)))).accuracy)
        #expect(accuracy.leftOutMetres.isEmpty && accuracy.leftOutError == nil && accuracy.rootMeanSquare < 1e-9)
    }

    @Test("bars at several depths and sides give the camera back: areas to a few per cent, whatever its field of view")
    func bars() throws {
        let bars = [(-2.0, 6.0), (2.5, 8.0), (0, 11), (-4, 15), (4, 20)].map { camera.bar($0, $1) }
        let ground = try #require(try scale(.bars(bars)).ground)
        for place in [(0.0, 7.0), (1.0, 10.0), (-2.0, 15.0)] {
            let here = camera.picture(place.0, place.1)
            // A square metre around the place, measured through the picture.
            let corners = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map { dx, dy in
                camera.picture(place.0 + dx, place.1 + dy)
            }
            let area = try #require(ground.squareMetresPerArea(at: here)) * Polygon(corners).area
            #expect(abs(area - 1) < 0.08, "\(place): \(area) m²")
        }
        let horizon = try #require(ground.horizonY)
        let true_ = 0.5 - camera.focal * camera.sine / camera.cosine
        #expect(abs(horizon - true_) < 0.05, "horizon \(horizon), \(true_)")
    }

    @Test("bars that disagree are refused, persons of ordinary heights are not")
    func disagreeingBars() throws {
        var bars = [(-2.0, 6.0), (2.5, 8.0), (0, 11), (-4, 15)].map { camera.bar($0, $1) }
        for index in bars.indices { bars[index].head.y -= (index % 2 == 0 ? 0.05 : -0.05) * bars[index].foot.y * 0.3 }
        #expect(code(.bars(bars)) == nil)
        bars[1].head.y -= 0.6 * (bars[1].foot.y - bars[1].head.y)
        let refusal = try #require(code(.bars(bars)))
        #expect([.inaccurateGround, .contradictoryBars].contains(refusal))
    }

    @Test("a barrel lens is straightened by its coefficient")
    func distortion() throws {
        // Seen points: the straight ones, bent by the inverse of the division model.
        let lens = LensModel(distortion: -0.2, aspect: camera.aspect)
        let bent = points.map { point in
            GroundPoint(image: bend(point.image, lens), eastMetres: point.eastMetres, northMetres: point.northMetres)
        }
        let accuracy = try #require(try scale(.points(bent), GroundSettings(distortion: -0.2)).accuracy)
        #expect(accuracy.rootMeanSquare < 1e-6)
        let blind = try #require(
            try scale(.points(bent), GroundSettings(acceptsInaccurate: true)).accuracy)
        #expect(blind.rootMeanSquare > 100 * accuracy.rootMeanSquare)
    }

    /// By bisection along the ray from the centre.
    private func bend(_ straight: PicturePoint, _ lens: LensModel) -> PicturePoint {
        var (low, high) = (0.0, 1.0)
        func at(_ share: Double) -> PicturePoint {
            PicturePoint(x: 0.5 + (straight.x - 0.5) * share, y: 0.5 + (straight.y - 0.5) * share)
        }
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let reached = lens.straightened(at(middle))
            let isShort = abs(reached.x - 0.5) + abs(reached.y - 0.5) < abs(straight.x - 0.5) + abs(straight.y - 0.5)
            if isShort { low = middle } else { high = middle }
        }
        return at(low)
    }

    @Test("nothing beyond the horizon has metres, and a zone there has no area")
    func horizon() throws {
        let level = try scale(.bars([camera.bar(-2, 6), camera.bar(2, 9), camera.bar(0, 14), camera.bar(3, 20)]))
        let ground = try #require(level.ground)
        let horizon = try #require(ground.horizonY)
        #expect(ground.metres(at: PicturePoint(x: 0.5, y: horizon - 0.01)) == nil)
        #expect(ground.squareMetresPerArea(at: PicturePoint(x: 0.3, y: horizon - 0.2)) == nil)
        let sky = Polygon([
            PicturePoint(x: 0, y: horizon - 0.5), PicturePoint(x: 1, y: horizon - 0.5),
            PicturePoint(x: 1, y: horizon - 0.01), PicturePoint(x: 0, y: horizon - 0.01),
        ])
        #expect(level.squareMetres(of: sky, columns: 80, rows: 45) == nil)
    }

    @Test("the area of a zone is that of its corners on the ground")
    func area() throws {
        let corners = [(-2.0, 6.0), (2, 6), (2, 12), (-2, 12)].map { camera.picture($0, $1) }
        let area = try #require(try scale(.points(points)).squareMetres(of: Polygon(corners), columns: 640, rows: 360))
        #expect(abs(area - 24) < 0.5, "\(area) m²")
    }
}
