internal import Detectors
internal import Events
public import Footage
public import Scene

/// Prints what each analysed frame shows of persons, zone by zone, before any model: what the generic model is learnt
/// from (`models/density/learn_prior.py`).
public struct FeatureLines {
    private let configuration: CameraConfiguration

    public init(configuration: CameraConfiguration) {
        self.configuration = configuration
    }

    /// One JSON object for each zone and analysed frame.
    public func write(of source: any FrameSource, to write: (String) throws -> Void) throws {
        var reader = ZoneFeatureReader(configuration: configuration)
        while let frame = try reader.next(from: source) {
            for (zone, features) in zip(reader.zoneIDs, frame.features) {
                var json = LineJSON(kind: "features")
                json.add("t", rounded: frame.time)
                json.add("frame", .integer(Int64(frame.index)))
                json.add("zone", .string(zone))
                json.add("bodies", .array((0..<3).map { LineJSON.rounded(features.bodies[$0]) }))
                json.add("outline", rounded: features.outline)
                json.add("crowding", rounded: features.crowding)
                json.add("network", rounded: features.network)
                try write(json.finished)
            }
        }
    }
}
