import Detectors
import Footage
import Perception
import Scene

/// Sends files through decoding, evidence and detectors at every effort: what `.ci/asan` runs with the address sanitizer
/// over footage that is damaged or unlike the usual.
@main
enum FootageProbe {
    static func main() {
        for path in CommandLine.arguments.dropFirst() {
            let outcomes = DecodeEffort.allCases.map { "\($0.name) \(outcome(of: path, at: $0))" }
            print("\(path.split(separator: "/").last ?? ""): \(outcomes.joined(separator: ", "))")
        }
    }

    /// How many frames were analysed, and the code of the error that ended it, if one did.
    private static func outcome(of path: String, at effort: DecodeEffort) -> String {
        var probe = Probe()
        do throws(FootageError) {
            let source = try VideoSource(file: path, plan: DecodePlan(effort: effort, analysedPerSecond: 5))
            while let frame = try source.next() { probe.analyse(frame) }
            return "\(probe.frames)"
        } catch {
            return "\(probe.frames) \(error.code.rawValue)"
        }
    }
}

/// Evidence and detectors for one file.
private struct Probe {
    private let configuration = CameraConfiguration(cameraID: "probe")
    private var perceiver: Perceiver?
    private var density: DensityDetector?
    private var objects: AbandonedObjectDetector?
    private var anomaly: AnomalyDetector?
    private var integrity: IntegrityDetector?
    private var observations: [Observation] = []
    private(set) var frames = 0

    mutating func analyse(_ frame: SourceFrame) {
        let luma = frame.luma
        let perceiver = perceiver(for: luma)
        let picture = PlaneView(base: luma.base, width: luma.width, height: luma.height, stride: luma.stride)
        let evidence = perceiver.perceive(picture, time: frame.time, frameIndex: frame.index)
        observations.removeAll(keepingCapacity: true)
        density?.ingest(evidence, into: &observations)
        objects?.ingest(evidence, into: &observations)
        anomaly?.ingest(evidence, into: &observations)
        integrity?.ingest(evidence, into: &observations)
        frames += 1
    }

    private mutating func perceiver(for luma: LumaPicture) -> Perceiver {
        if let perceiver, perceiver.geometry.pictureWidth == luma.width,
            perceiver.geometry.pictureHeight == luma.height
        {
            return perceiver
        }
        let made = Perceiver(
            pictureWidth: luma.width, pictureHeight: luma.height, settings: configuration.analysis,
            zones: configuration.zones)
        let geometry = made.geometry
        density = DensityDetector(configuration: configuration, geometry: geometry)
        objects = AbandonedObjectDetector(configuration: configuration, geometry: geometry)
        anomaly = AnomalyDetector(configuration: configuration, geometry: geometry, model: nil)
        integrity = IntegrityDetector(configuration: configuration, geometry: geometry)
        perceiver = made
        return made
    }
}
