internal import Analysis
internal import CameraFile
internal import Events
internal import Footage
internal import Scene
internal import SceneRendering

/// Days of a place, one rendered scene for each hour: small pictures, people as they come at each hour, light that follows
/// the sun.
struct RenderedHours {
    /// A Monday, 00:00 UTC.
    static let firstDay: Int64 = 1_767_571_200_000
    static let hour = 3600
    static let width = 320, height = 180, framesPerSecond = 2
    /// People by hour of the day, as a share of those that the place's scene has.
    static let activity = [
        0.08, 0.05, 0.03, 0.03, 0.05, 0.15, 0.4, 0.8, 1, 0.8, 0.8, 0.9, 1.1, 1, 0.8, 0.8, 0.9, 1.1, 1.2, 1, 0.7, 0.5,
        0.3,
        0.15,
    ]
    /// Seconds before the end of an hour after which nobody comes any more: the next hour is a scene of its own.
    static let lull = 40.0

    /// Name of the case, and the scene of the place.
    let name: String
    let place: SceneCase

    /// The camera, as the scene of an hour shows it.
    func configuration(_ scene: SceneDescription) throws -> CameraConfiguration {
        let settings = "analysis: {fps: \(Self.framesPerSecond), width: \(Self.width)}\ncalendar: {time_zone: UTC}\n"
        return try CameraFile.parse(
            SceneCameraFile.text(scene, SceneRenderer(scene).truth(), camera: name) + settings,
            file: "camera file of \(name)")
    }

    /// Plays an hour through a pipeline; `look` sees what comes of each frame, and its time in seconds since the first day began.
    func play(
        _ hour: Int, _ scene: SceneDescription, through pipeline: inout AnalysisPipeline, _ context: CaseContext,
        look: (Double, AnalysisOutput) -> Void
    ) throws {
        let source = SceneSource(SceneRenderer(scene), hasTruth: false, stop: context.stop)
        let first = hour * Self.hour * Self.framesPerSecond
        var output = AnalysisOutput()
        while let frame = try source.next() {
            let time = Double(hour * Self.hour) + frame.time
            let taken = Timestamp(milliseconds: Self.firstDay).advanced(bySeconds: time)
            try pipeline.ingest(
                SourceFrame(luma: frame.luma, time: time, index: first + frame.index),
                timing: FrameTiming(
                    timestamp: taken, emittedAt: taken, source: .wallClock, uncertaintyMilliseconds: 0), into: &output)
            look(time, output)
            if frame.index % 100 == 0 { context.progress(first + frame.index) }
        }
    }

    /// The people of a scene for an hour that is so busy.
    static func streams(of scene: SceneDescription, busy share: Double) -> [WalkerStream] {
        scene.streams.map { stream in
            var stream = stream
            stream.perMinute *= share
            (stream.startSeconds, stream.endSeconds) = (0, Double(hour) - lull)
            return stream
        }
    }

    /// Full light at one o'clock, an eighth of it from eight in the evening to six.
    static func daylight(_ hour: Double) -> Double {
        let share = (hour.truncatingRemainder(dividingBy: 24) - 6) / 14
        return 0.12 + 0.88 * max(0, 4 * share * (1 - share))
    }
}
