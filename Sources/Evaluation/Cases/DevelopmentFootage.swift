internal import Analysis
internal import CameraFile
internal import Events
internal import Footage
internal import Foundation
internal import Scene

/// The real footage beside a developer's checkout. Research terms: figures may be kept, pictures never are.
struct DevelopmentFootage: Sendable {
    /// `../shared/data`.
    let folder: String

    /// Clips in which nothing is left behind, with where they are.
    private static let negatives = [
        ("negative-one-by-one", "abandoned/negative_one_by_one.mp4"),
        ("people-walking", "density/people_walking_nolabel.mp4"),
        ("scene-cuts", "anomaly/scene_cuts_bikes.mp4"),
    ]
    /// PETS 2009 S2.L1 from Debian's `opencv-doc`.
    private static let pets = "/usr/share/doc/opencv-doc/examples/data/vtest.avi"

    /// - Throws: ``EvaluationError`` when the folder is not there.
    func cases() throws(EvaluationError) -> [any EvaluationCase] {
        guard FileManager.default.fileExists(atPath: "\(folder)/density/mall_dev/points.json") else {
            throw EvaluationError(.noData, "the development footage is not there", place: folder)
        }
        var cases: [any EvaluationCase] = MallCase.Calibration.allCases.map {
            MallCase(folder: "\(folder)/density/mall_dev", calibration: $0)
        }
        cases.append(
            ObjectClipCase(
                name: "real-aboda", path: "\(folder)/abandoned/aboda_indoor_reencoded.mp4",
                truth: "\(folder)/abandoned/gt.json"))
        cases += Self.negatives.map { ObjectClipCase(name: "real-\($0.0)", path: "\(folder)/\($0.1)", truth: nil) }
        if FileManager.default.fileExists(atPath: Self.pets) {
            cases.append(ObjectClipCase(name: "real-vtest", path: Self.pets, truth: nil))
        }
        cases.append(Ped2Case(folder: "\(folder)/anomaly/ped2_dev"))
        return cases
    }

    /// One zone over the whole picture, object rules like those of scenes.
    static func configuration(calibration: String = "") throws(CameraFileError) -> CameraConfiguration {
        let times = "warn_after_s: \(Run.objectRule.warn), alert_after_s: \(Run.objectRule.alert)"
        return try CameraFile.parse(
            """
            version: 1
            camera: development
            zones:
              - {id: all, kind: analysis, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}
            \(calibration)
            rules:
              - {id: bag, use_case: abandoned_object, zone: all, \(times)}

            """, file: "camera file of the development footage")
    }

    static func decode<Value: Decodable>(_ type: Value.Type, _ path: String) throws(EvaluationError) -> Value {
        guard let data = FileManager.default.contents(atPath: path),
            let value = try? JSONDecoder().decode(type, from: data)
        else { throw EvaluationError(.noData, "the labels cannot be read", place: path) }
        return value
    }
}

/// The first frames of a source.
final class LimitedSource: FrameSource {
    private let source: any FrameSource
    private let limit: Int

    init(_ source: any FrameSource, frames limit: Int) { (self.source, self.limit) = (source, limit) }

    var counts: SourceCounts { source.counts }
    var frameRate: Double? { source.frameRate }

    func next() throws(FootageError) -> SourceFrame? {
        source.counts.decoded < limit ? try source.next() : nil
    }
}
