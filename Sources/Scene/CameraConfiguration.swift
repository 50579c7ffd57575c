public import Events

/// Everything that a technician says about one camera, checked: what the camera file holds once it has been read.
/// Pure values; `CameraFile` reads and writes the YAML form.
public struct CameraConfiguration: Sendable, Hashable {
    public var cameraID: String
    public var source: CameraSource?
    public var analysis: AnalysisSettings
    public var decode: DecodePolicy
    public var zones: [Zone]
    public var lines: [Line]
    public var calibration: Calibration?
    public var ground = GroundSettings()
    public var rules: [Rule]
    public var density: DensitySettings
    /// Local time and holidays; `nil` when the camera file says nothing.
    public var calendar: CameraCalendar?
    /// The acts that arm rules, told by the node; `nil` when it demands none.
    public var authorisations: [Authorisation]?
    /// SHA-256 of the file's bytes and of its calibration section, in hexadecimal; carried in provenance.
    public var configurationSHA256: String
    public var calibrationSHA256: String

    public init(
        cameraID: String, source: CameraSource? = nil, analysis: AnalysisSettings = AnalysisSettings(),
        decode: DecodePolicy = .auto,
        zones: [Zone] = [Zone(id: "all", kind: .analysis, polygon: .picture)], lines: [Line] = [],
        calibration: Calibration? = nil, rules: [Rule] = [], density: DensitySettings = DensitySettings(),
        configurationSHA256: String = "", calibrationSHA256: String = ""
    ) {
        self.cameraID = cameraID
        self.source = source
        self.analysis = analysis
        self.decode = decode
        self.zones = zones
        self.lines = lines
        self.calibration = calibration
        self.rules = rules
        self.density = density
        self.configurationSHA256 = configurationSHA256
        self.calibrationSHA256 = calibrationSHA256
    }
}

/// Where the pictures come from.
public struct CameraSource: Sendable, Hashable {
    /// `rtsp://…` without user or password, or a file path. Credentials are named, never written here.
    public var url: String
    public var substreamURL: String?
    /// Name under which the node keeps the user and password.
    public var credentials: String?

    public init(url: String, substreamURL: String? = nil, credentials: String? = nil) {
        self.url = url
        self.substreamURL = substreamURL
        self.credentials = credentials
    }
}

/// Where the motion of what moves is read from.
public enum MotionSource: String, CaseIterable, Sendable, Hashable {
    /// Whichever was measured to be the better one: block matching.
    case auto
    /// The motion vectors of the stream (H.264), and block matching where it has none.
    case vectors
    /// Block matching on what moves.
    case blocks
}

public struct AnalysisSettings: Sendable, Hashable {
    /// Analysed frames per second of stream time.
    public var framesPerSecond: Double
    /// Width of the luma view in pixels; the height keeps the picture's aspect.
    public var width: Int
    public var motion: MotionSource

    public init(framesPerSecond: Double = 5, width: Int = 640, motion: MotionSource = .auto) {
        self.framesPerSecond = framesPerSecond
        self.width = width
        self.motion = motion
    }
}

/// How much of a camera's stream is decoded.
public enum DecodePolicy: String, CaseIterable, Sendable, Hashable {
    /// Every picture, as the standard says.
    case full
    /// Only pictures that the analysis needs, without the loop filter.
    case economy
    /// Key pictures only: counts and objects at the rate at which they come, no motion.
    case keyframes
    /// The cheapest that loses nothing that was measured; less when the machine cannot keep up, and then it says so.
    case auto
}

/// An area of the picture. `exclude` is not looked at; `privacy` is blackened before anything else sees it.
public struct Zone: Sendable, Hashable {
    public enum Kind: String, CaseIterable, Sendable, Hashable {
        case analysis, exclude, privacy
    }

    public var id: String
    public var kind: Kind
    public var polygon: Polygon

    public init(id: String, kind: Kind, polygon: Polygon) {
        self.id = id
        self.kind = kind
        self.polygon = polygon
    }
}

/// A line that persons cross.
public struct Line: Sendable, Hashable {
    public enum Direction: String, CaseIterable, Sendable, Hashable {
        case leftToRight = "left_to_right"
        case rightToLeft = "right_to_left"
        case both
    }

    /// How far to both sides of the line a crossing must go to count whole.
    public enum CrossingMode: String, CaseIterable, Sendable, Hashable {
        case loose, balanced, strict

        public var personHeights: Double {
            switch self {
            case .loose: 0.25
            case .balanced: 0.5
            case .strict: 0.75
            }
        }
    }

    public var id: String
    public var start, end: PicturePoint
    public var direction: Direction
    public var mode: CrossingMode

    public init(id: String, start: PicturePoint, end: PicturePoint, direction: Direction, mode: CrossingMode) {
        self.id = id
        self.start = start
        self.end = end
        self.direction = direction
        self.mode = mode
    }
}

/// What ties the picture to the ground.
public enum Calibration: Sendable, Hashable {
    case bars([PersonBar])
    case points([GroundPoint])
}

/// What else is said about the calibration.
public struct GroundSettings: Sendable, Hashable {
    /// Coefficient of ``LensModel``.
    public var distortion: Double
    /// The technician uses a calibration that does not reach ``GroundAccuracy``'s limits: recorded with the calibration.
    public var acceptsInaccurate: Bool
    /// The day on which somebody last saw that it is still right, such as `2026-12-01`; empty when nobody had to. A new day
    /// makes it a new calibration: what was found out about the camera before no longer counts against it.
    public var checked: String

    public init(distortion: Double = 0, acceptsInaccurate: Bool = false, checked: String = "") {
        self.distortion = distortion
        self.acceptsInaccurate = acceptsInaccurate
        self.checked = checked
    }
}

/// An upright person, or a pole, of known height: where its foot and its head are in the picture.
public struct PersonBar: Sendable, Hashable {
    public var foot, head: PicturePoint
    public var heightMetres: Double

    public init(foot: PicturePoint, head: PicturePoint, heightMetres: Double) {
        self.foot = foot
        self.head = head
        self.heightMetres = heightMetres
    }
}

/// A point of the ground in the picture and in the world (metres east and north of a local origin).
public struct GroundPoint: Sendable, Hashable {
    public var image: PicturePoint
    public var eastMetres, northMetres: Double

    public init(image: PicturePoint, eastMetres: Double, northMetres: Double) {
        self.image = image
        self.eastMetres = eastMetres
        self.northMetres = northMetres
    }
}

public enum DensityUnit: String, CaseIterable, Sendable, Hashable {
    case persons
    case personsPerSquareMetre = "persons_per_m2"
}

/// Movements of a crowd that have a name.
public enum CrowdMovementKind: String, CaseIterable, Sendable, Hashable {
    /// Everybody away from one place, fast.
    case dispersal
    /// Everybody towards one place.
    case gathering
    /// Most of the crowd at a run.
    case stampede
    /// Part of the crowd against the rest.
    case counterFlow = "counter_flow"
    /// The crowd stands where it should flow: an exit, a corridor.
    case stopped
}

/// What to say about a zone, and when. Every time is in seconds.
public struct Rule: Sendable, Hashable {
    public enum Condition: Sendable, Hashable {
        /// Enter when the lower bound stays above `threshold` for `hold`; leave below `exitShare` × threshold for `exitHold`.
        case overdensity(threshold: Double, unit: DensityUnit, hold: Double, exitShare: Double, exitHold: Double)
        /// Warn, then alert, so long after the last person went from the object.
        case abandonedObject(warnAfter: Double, alertAfter: Double)
        /// Something that stood in the zone was taken away.
        case removedObject
        /// Flow against `expectedDegrees` (0 = to the right, 90 = down, in the picture), or against what was learnt.
        case wrongDirection(expectedDegrees: Double?, hold: Double)
        /// `falseAlarmsPerDay`: how many false alarms the camera may give a day.
        case anomalyFlow(purpose: Purpose, falseAlarmsPerDay: Double)
        /// The named movements of a crowd that are watched for, each held so long.
        case crowdMovement(kinds: Set<CrowdMovementKind>, hold: Double)
        /// Somebody in the zone while it is forbidden: always, or by a weekly schedule.
        case forbiddenZone(schedule: WeeklySchedule?, hold: Double)
        case cameraIntegrity
    }

    /// What a rule can be of.
    public static let useCases: [UseCase] = [
        .overdensity, .abandonedObject, .removedObject, .wrongDirection, .crowdMovement, .forbiddenZone, .anomalyFlow,
        .cameraIntegrity,
    ]

    public var id: String
    public var zoneID: String
    public var condition: Condition
    public var mode: Mode
    /// At most one alert of this rule and zone in so many seconds.
    public var cooldown: Double

    public init(id: String, zoneID: String, condition: Condition, mode: Mode = .shadow, cooldown: Double = 120) {
        self.id = id
        self.zoneID = zoneID
        self.condition = condition
        self.mode = mode
        self.cooldown = cooldown
    }

    /// Whether it asks how things move, which key pictures alone do not show.
    public var needsMotion: Bool {
        switch condition {
        case .wrongDirection, .anomalyFlow, .crowdMovement: true
        case .overdensity, .abandonedObject, .removedObject, .forbiddenZone, .cameraIntegrity: false
        }
    }

    /// Seconds for which the rule must look at least before it can say anything.
    public var leastSeconds: Double {
        switch condition {
        case .abandonedObject(let warnAfter, _): warnAfter
        case .overdensity(_, _, let hold, _, _), .wrongDirection(_, let hold), .crowdMovement(_, let hold),
            .forbiddenZone(_, let hold):
            hold
        case .removedObject, .anomalyFlow, .cameraIntegrity: 0
        }
    }

    public var useCase: UseCase {
        switch condition {
        case .overdensity: .overdensity
        case .abandonedObject: .abandonedObject
        case .removedObject: .removedObject
        case .wrongDirection: .wrongDirection
        case .anomalyFlow: .anomalyFlow
        case .crowdMovement: .crowdMovement
        case .forbiddenZone: .forbiddenZone
        case .cameraIntegrity: .cameraIntegrity
        }
    }
}

/// How counts are made; `fits` is written by `vigie calibrate count`, one per counted zone.
public struct DensitySettings: Sendable, Hashable {
    /// A density network that the camera file names; `nil` for the one that the program brings.
    public struct NamedNetwork: Sendable, Hashable {
        /// As written in the camera file.
        public var path: String
        /// Of the file, in hexadecimal.
        public var sha256: String
        /// Read by `CameraFile.load`.
        public var file: DensityNetworkFile?

        public init(path: String, sha256: String, file: DensityNetworkFile? = nil) {
            (self.path, self.sha256, self.file) = (path, sha256, file)
        }
    }

    public var network: NamedNetwork?
    public var fits: [DensityFit]

    public init(network: NamedNetwork? = nil, fits: [DensityFit] = []) {
        self.network = network
        self.fits = fits
    }
}

/// Count model of one zone: count = intercept + Σ weights × features, never below zero, and beside it gain and offset of
/// the density network.
public struct DensityFit: Sendable, Hashable {
    /// How many weights there are: bodies in the far, middle and near band.
    public static let features = 3
    /// Of what is called a body, and of what the built-in network sees: a fit of another does not hold.
    public static let version = 7

    /// What the density network's count is worth in this zone.
    public struct Network: Sendable, Hashable {
        /// Persons = gain × the network's persons + offset, never below zero.
        public var gain, offset: Double
        /// The network's share of the count, 0…1: by the errors of both on counts that were left out.
        public var share: Double
        /// How full it was around people on the fullest of the counted frames, 0…1: only beyond it are the features worth less than their share.
        public var crowding: Double

        public init(gain: Double, offset: Double, share: Double, crowding: Double = 0) {
            (self.gain, self.offset, self.share, self.crowding) = (gain, offset, share, crowding)
        }
    }

    public var zoneID: String
    public var intercept: Double
    public var weights: [Double]
    /// Nine in ten leave-one-out residuals lie within this many persons (conformal half width) …
    public var halfWidth: Double
    /// … growing with the count by this share.
    public var relativeHalfWidth: Double
    public var labels: Int
    /// `nil` for fits of a time before the network.
    public var network: Network?

    public init(
        zoneID: String, intercept: Double, weights: [Double], halfWidth: Double, relativeHalfWidth: Double, labels: Int,
        network: Network? = nil
    ) {
        self.zoneID = zoneID
        self.intercept = intercept
        self.weights = weights
        self.halfWidth = halfWidth
        self.relativeHalfWidth = relativeHalfWidth
        self.labels = labels
        self.network = network
    }
}
