internal import Detectors
internal import Footage
internal import Perception
internal import Scene

/// What each analysed frame of a source shows of persons, zone by zone: what counts are fitted to.
struct ZoneFeatureReader {
    struct Frame {
        /// 0-based source index.
        var index: Int
        /// Seconds since the first frame.
        var time: Double
        /// In the order of ``ZoneFeatureReader/zoneIDs``.
        var features: [DensityFeatures]
    }

    let zoneIDs: [String]
    private let configuration: CameraConfiguration
    private var frameClock: FrameClock
    private var stages: (perceiver: Perceiver, detector: DensityDetector)?

    init(configuration: CameraConfiguration) {
        self.configuration = configuration
        zoneIDs = configuration.zones.filter { $0.kind == .analysis }.map(\.id)
        frameClock = FrameClock(rate: configuration.analysis.framesPerSecond)
    }

    /// The next analysed frame; `nil` at the end.
    mutating func next(from source: any FrameSource) throws(FootageError) -> Frame? {
        while let frame = try source.next() {
            if frame.isChosen || frameClock.isDue(at: frame.time) { return read(frame) }
        }
        return nil
    }

    private mutating func read(_ frame: SourceFrame) -> Frame {
        let luma = frame.luma
        var (perceiver, detector) = stages(for: luma)
        let picture = PlaneView(base: luma.base, width: luma.width, height: luma.height, stride: luma.stride)
        var observations: [Observation] = []
        detector.ingest(
            perceiver.perceive(picture, time: frame.time, frameIndex: frame.index), into: &observations)
        stages = (perceiver, detector)
        let features = zoneIDs.map { detector.features(zone: $0) ?? .none }
        return Frame(index: frame.index, time: frame.time, features: features)
    }

    private func stages(for luma: LumaPicture) -> (Perceiver, DensityDetector) {
        if let stages, stages.perceiver.geometry.pictureWidth == luma.width,
            stages.perceiver.geometry.pictureHeight == luma.height
        {
            return stages
        }
        let perceiver = Perceiver(
            pictureWidth: luma.width, pictureHeight: luma.height, settings: configuration.analysis,
            zones: configuration.zones)
        let detector = DensityDetector(
            configuration: configuration, geometry: perceiver.geometry, isForCounting: true)
        return (perceiver, detector)
    }
}
