internal import Events
public import Foundation
internal import Scene

/// What is true of a scene, exactly: the ground against which detectors are scored. Times in seconds from the first
/// frame, boxes `[x, y, width, height]` in pixels, places `[east, north]` in metres.
public struct SceneTruth: Codable, Sendable, Hashable {
    public struct Thing: Codable, Sendable, Hashable {
        public var id: String
        /// Zones in which it stands.
        public var zones: [String]
        public var box: [Double]
        public var put: Double
        /// When the owner was first more than three metres away, or gone.
        public var ownerLeft: Double?
        public var removed: Double?
        /// From when to when nobody was within three metres of it.
        public var alone: [[Double]]

        enum CodingKeys: String, CodingKey {
            case id, zones, box, put, removed, alone
            case ownerLeft = "owner_left"
        }
    }

    public struct Anomaly: Codable, Sendable, Hashable {
        public var kind: String
        public var start, end: Double
    }

    public struct Bar: Codable, Sendable, Hashable {
        public var foot, head: [Double]
        public var heightMetres: Double

        enum CodingKeys: String, CodingKey {
            case foot, head
            case heightMetres = "height_m"
        }
    }

    public struct Person: Codable, Sendable, Hashable {
        public var place, box: [Double]
        /// Share of the figure's pixels that nothing hides and that lie in the picture, 0..1.
        public var visible: Double
    }

    public struct Sample: Codable, Sendable, Hashable {
        public var t: Double
        public var frame: Int
        /// People whose feet are in the zone.
        public var counts: [String: Int]
        public var people: [Person]
    }

    public var scene: String
    public var seed: UInt64
    public var w, h: Int
    public var fps, seconds: Double
    public var bars: [Bar]
    public var objects: [Thing]
    public var anomalies: [Anomaly]
    /// Five a second.
    public var samples: [Sample]

    /// The abandoned objects in the form that event scorers read: `{clip: {w, h, objects: [{box, put, owner_left,
    /// removed}]}}`. A bag whose owner never leaves is not one of them.
    public func scorerJSON() throws -> Data {
        struct Clip: Encodable {
            let w, h: Int
            let objects: [Thing]
        }
        return try Self.encoder.encode([scene: Clip(w: w, h: h, objects: objects.filter { $0.ownerLeft != nil })])
    }

    public func json() throws -> Data {
        try Self.encoder.encode(self)
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
