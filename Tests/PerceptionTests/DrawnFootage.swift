import Perception
import Scene

/// A perceiver and the small pictures that it is shown, at a rate of its own.
final class DrawnFootage {
    let picture: SyntheticPicture
    let perceiver: Perceiver
    private let interval: Double
    private var frame = 0

    init(framesPerSecond: Double = 5, width: Int = 320, height: Int = 180) {
        picture = SyntheticPicture(width: width, height: height)
        interval = 1 / framesPerSecond
        perceiver = Perceiver(
            pictureWidth: width, pictureHeight: height, settings: AnalysisSettings(width: width), zones: [])
    }

    var time: Double { Double(frame) * interval }

    /// Shows pictures until `end`; `draw` paints on the empty scene, `check` sees the evidence of each.
    func run(
        until end: Double, draw: (SyntheticPicture, Double) -> Void = { _, _ in },
        check: (Evidence) -> Void = { _ in }
    ) {
        while time < end - 0.0005 {
            show(draw) { check($0()) }
        }
    }

    /// Draws the next picture, then calls `body` with what perceives it.
    func show(_ draw: (SyntheticPicture, Double) -> Void, _ body: (() -> Evidence) -> Void) {
        picture.draw()
        draw(picture, time)
        body { perceiver.perceive(picture.view, time: time, frameIndex: frame) }
        frame += 1
    }
}

extension Evidence {
    /// Share of the pixels in cells that are foreground.
    var foregroundShare: Double {
        Double(total(cellMoving) + total(cellStill)) / Double(64 * columns * rows)
    }

    var stillPixels: Int { total(cellStill) }
}
