public import Foundation

/// What is true of a scene, exactly: the ground against which detectors are scored. Times in seconds from the first
/// frame; points `[x, y]` and boxes `[x, y, width, height]` as shares of the picture, 0..1 from the top left; places
/// `[east, north]` in metres from the point below the camera.
public struct SceneTruth: Codable, Sendable, Hashable {
    public struct Area: Codable, Sendable, Hashable {
        public var id: String
        public var polygon: [[Double]]
    }

    public struct Thing: Codable, Sendable, Hashable {
        public var id, kind: String
        /// Zones in which it stands.
        public var zones: [String]
        public var box: [Double]
        public var put: Double
        /// When the owner was first more than three metres away, or gone; nil when the owner stays.
        public var ownerLeft: Double?
        public var removed: Double?
        /// From when to when nobody was within three metres of it.
        public var alone: [[Double]]

        enum CodingKeys: String, CodingKey {
            case id, kind, zones, box, put, removed, alone
            case ownerLeft = "owner_left"
        }
    }

    /// Something that the normal recording does not have.
    public struct Anomaly: Codable, Sendable, Hashable {
        /// One of ``SceneAnomaly``.
        public var kind: String
        public var start, end: Double
        /// The zone in which most of it happens, and the box that holds all of it.
        public var zone: String?
        public var box: [Double]?
    }

    /// What is wrong with the picture.
    public struct Integrity: Codable, Sendable, Hashable {
        /// One of ``Tampering/State``.
        public var state: String
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

    /// A place of the ground: where it is seen, and where it is.
    public struct GroundPoint: Codable, Sendable, Hashable {
        public var image, world: [Double]
    }

    public struct Camera: Codable, Sendable, Hashable {
        public var heightMetres, tiltDegrees, yawDegrees, fieldOfViewDegrees, distortion: Double

        enum CodingKeys: String, CodingKey {
            case distortion
            case heightMetres = "height_m"
            case tiltDegrees = "tilt_deg"
            case yawDegrees = "yaw_deg"
            case fieldOfViewDegrees = "field_of_view_deg"
        }
    }

    /// Bars and points in the words of a camera file, which takes one of the two.
    public struct Calibration: Codable, Sendable, Hashable {
        public var bars: [Bar]
        public var points: [GroundPoint]
        public var camera: Camera
    }

    public struct Person: Codable, Sendable, Hashable {
        public var place: [Double]
        /// Middle of the feet and top of the head; of somebody who lies, of the place on the ground and above it.
        public var foot, head: [Double]
        /// Height in pixels of the figure in the picture.
        public var height: Double
        /// Share of the figure's pixels that nothing hides and that lie in the picture, 0..1.
        public var visible: Double
        /// `stand`, `sit`, `crouch`, `lie` or `ride`; absent for who walks.
        public var pose: String?
    }

    public struct Sample: Codable, Sendable, Hashable {
        public var t: Double
        public var frame: Int
        /// People whose feet are in the zone and of whom at least a tenth is seen.
        public var counts: [String: Int]
        /// Everybody of whom anything could be in the picture, the hidden as well.
        public var people: [Person]
    }

    public var scene: String
    public var seed: UInt64
    public var seconds, fps: Double
    public var width, height: Int
    /// Conditions, such as `night` or `rain`: those of the file and those that follow from its settings, sorted.
    public var tags: [String]
    public var isQuick: Bool
    /// The scene of the same place on an ordinary day.
    public var learn: String?
    public var zones: [Area]
    public var calibration: Calibration
    public var objects: [Thing]
    public var anomalies: [Anomaly]
    public var integrity: [Integrity]
    /// Two a second; one a second of scenes above five minutes.
    public var samples: [Sample]

    enum CodingKeys: String, CodingKey {
        case scene, seed, seconds, fps, width, height, tags, learn, zones, calibration, objects, anomalies, integrity
        case samples
        case isQuick = "quick"
    }

    /// The abandoned objects in the form that event scorers read, boxes in pixels: `{clip: {w, h, objects: [{box, put,
    /// owner_left, removed}]}}`. A bag whose owner never leaves is not one of them.
    public func scorerJSON() throws -> Data {
        struct Clip: Encodable {
            let w, h: Int
            let objects: [Thing]
        }
        let left = objects.filter { $0.ownerLeft != nil }.map { thing in
            var thing = thing
            thing.box = zip(thing.box, [width, height, width, height]).map { ($0 * Double($1) * 10).rounded() / 10 }
            return thing
        }
        return try Self.encoder.encode([scene: Clip(w: width, h: height, objects: left)])
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
