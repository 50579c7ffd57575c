public import Scene

/// A borrowed look at a plane of pixels or cells. Valid only while the call that received it runs.
public struct PlaneView<Element: BitwiseCopyable> {
    public let base: UnsafePointer<Element>
    public let width, height: Int
    /// Elements from one row to the next.
    public let stride: Int

    @inlinable
    public init(base: UnsafePointer<Element>, width: Int, height: Int, stride: Int) {
        (self.base, self.width, self.height, self.stride) = (base, width, height, stride)
    }

    @inlinable @inline(__always)
    public subscript(x: Int, y: Int) -> Element { base[y &* stride &+ x] }
}

/// What a pixel is at this instant.
public enum PixelState {
    public static let background: UInt8 = 0
    /// Differs from the background and has not settled.
    public static let moving: UInt8 = 1
    /// Differs from the background and looks the same for long enough.
    public static let still: UInt8 = 2
}

/// How far the background may be relied on.
public enum BackgroundState: Sendable, Hashable {
    /// Too little seen: foreground planes are empty.
    case starting
    /// The fast start (≤ 30 s) is in use.
    case fast
    /// The long-term median is in use.
    case settled
}

/// What the picture as a whole is worth.
public struct ImageQuality: Sendable, Hashable {
    /// Mean luma, 0..255.
    public var brightness: Float = 0
    /// Share of saturated pixels (below 8 or above 247), 0..1.
    public var saturated: Float = 0
    /// Mean absolute Laplacian over mean absolute gradient, a sharpness measure that light does not change.
    public var sharpness: Float = 0
    /// Share of the reference's strong edges that are still there, 0..1; 1 until a reference exists.
    public var edgesKept: Float = 1
    /// Strong edges of the picture for each of the reference's, wherever they are: near 0 when something covers the view,
    /// near 1 when the camera merely looks elsewhere; 1 while the reference's edges are there, and until it exists.
    public var edgeRatio: Float = 1
    /// Shift of the picture against the reference in analysis pixels; zero when none was measured.
    public var shiftX: Float = 0
    public var shiftY: Float = 0
    /// Time of the first picture that was shifted as far to within a pixel, seconds since the first frame of the stream.
    public var shiftSince: Double = 0
    /// Mean absolute difference from the previous analysed frame, in grey levels.
    public var contentChange: Float = 0

    public init() {}
}

/// Evidence of one analysed frame, computed once and shared by every detector.
///
/// Pixel planes have the analysis size (`width` × `height`); cell planes one value per 8×8 pixels
/// (`columns` × `rows`); motion planes one per 16×16 pixels (`blockColumns` × `blockRows`).
/// Rows and columns that do not fill a cell are not covered.
public struct Evidence {
    public static let cellSize = 8
    public static let blockSize = 16

    /// Seconds since the first frame of the stream.
    public var time: Double
    /// Seconds since the previous analysed frame; 0 for the first.
    public var interval: Double
    /// 0-based index of the decoded frame.
    public var frameIndex: Int

    /// The luma view, privacy masks burned in.
    public var luma: PlaneView<UInt8>
    public var previousLuma: PlaneView<UInt8>
    /// Long-term background B.
    public var background: PlaneView<UInt8>
    /// The same in the light of this frame: what a comparison is made with.
    public var expected: PlaneView<UInt8>
    /// Candidate layer C: what a pixel shows while it differs from B.
    public var candidate: PlaneView<UInt8>
    /// ``PixelState`` per pixel.
    public var state: PlaneView<UInt8>
    /// Seconds for which the candidate has been the same, memory through occlusion included, 0…65535 tenths of a second.
    public var candidateAge: PlaneView<UInt16>
    /// 255 where the gradient differs from the background's, else 0.
    public var gradientChange: PlaneView<UInt8>

    /// Pixels of each cell (0…64) that are moving, still, of changed gradient, and that changed by more than 10 grey
    /// levels since the previous analysed frame.
    public var cellMoving: PlaneView<UInt8>
    public var cellStill: PlaneView<UInt8>
    public var cellGradient: PlaneView<UInt8>
    public var cellFlicker: PlaneView<UInt8>
    /// As `cellGradient`, also where little differs: its threshold follows the contrast of fog, dusk and night.
    public var cellOutline: PlaneView<UInt8>
    /// How many times the contrast of things (four in five of their pixels) falls short of an ordinary one: 1 by day, up to 3 in
    /// thick fog.
    public var faintness: Double
    /// Zero-mean normalised cross-correlation of luma and background around the cell (16×16), −127…127 for −1…1;
    /// computed for cells with foreground, 127 elsewhere. High correlation under a difference is light or shadow.
    public var cellStructure: PlaneView<Int8>
    /// 1 where the cell may be looked at, 0 under `exclude` and `privacy` zones and in letterbox bars.
    public var cellValid: PlaneView<UInt8>

    /// Motion in analysis pixels per second, median-filtered; meaningful where `motionWeight` is not 0. While the
    /// background is `starting` it is that of whole blocks which changed since the picture 0.2 s before.
    public var motionX: PlaneView<Float>
    public var motionY: PlaneView<Float>
    /// Foreground pixels (0…255, saturating) that carry the block's vector; 0 where there is no vector.
    public var motionWeight: PlaneView<UInt8>

    /// Median of luma − background, grey levels; already subtracted in every comparison.
    public var lightOffset: Int
    /// `true` while a global change (light switch, infra-red, bump) holds every verdict.
    public var isHeld: Bool
    public var backgroundState: BackgroundState
    public var quality: ImageQuality

    public var width: Int { luma.width }
    public var height: Int { luma.height }
    public var columns: Int { cellMoving.width }
    public var rows: Int { cellMoving.height }
    public var blockColumns: Int { motionWeight.width }
    public var blockRows: Int { motionWeight.height }

    /// How far one analysis pixel of movement is on the ground, metres, for what stands in a row of blocks;
    /// `nil` when the camera's ground is not calibrated. Times a velocity of the motion planes it gives metres per second.
    public func metresPerPixel(blockRow: Int, scale: PersonScale) -> Double? {
        guard scale.isCalibrated else { return nil }
        let foot = Double((blockRow + 1) * Self.blockSize) / Double(height)
        return scale.metresPerPictureHeight(atFootY: foot) / Double(height)
    }
}
