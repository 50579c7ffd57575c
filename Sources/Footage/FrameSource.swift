/// A decoded picture's luma, read in place. Valid until the source's next call.
public struct LumaPicture {
    public let base: UnsafePointer<UInt8>
    /// Size in pixels.
    public let width, height: Int
    /// Bytes from one row to the next, never negative.
    public let stride: Int

    public init(base: UnsafePointer<UInt8>, width: Int, height: Int, stride: Int) {
        (self.base, self.width, self.height, self.stride) = (base, width, height, stride)
    }
}

/// One decoded frame.
public struct SourceFrame {
    public let luma: LumaPicture
    /// What the encoder's vectors say; `nil` unless the source was asked for it and the codec has them.
    public let motion: CodedMotion?
    /// Seconds since the source's first frame, strictly growing.
    public let time: Double
    /// 0-based index among all frames of the source; frames that were dropped as corrupt, or never decoded because nobody
    /// needed them, have an index too.
    public let index: Int
    /// `true` when the source gives only frames that are to be analysed, `false` when who reads it has to choose.
    public let isChosen: Bool

    public init(
        luma: LumaPicture, motion: CodedMotion? = nil, time: Double, index: Int, isChosen: Bool = false
    ) {
        (self.luma, self.motion, self.time, self.index) = (luma, motion, time, index)
        self.isChosen = isChosen
    }
}

/// What happened to the frames of a source.
public struct SourceCounts: Sendable, Hashable {
    public var decoded = 0
    /// Decoded with errors, or packets that could not be decoded at all; never analysed.
    public var corrupt = 0
    /// Never decoded, because the ``DecodePlan`` does not need them.
    public var skipped = 0

    /// All frames that the source has had so far.
    public var frames: Int { decoded + skipped }

    public init() {}
}

/// Gives frames one after the other, on one thread.
public protocol FrameSource: AnyObject {
    /// The next frame, `nil` at the end. Its luma is valid until the next call.
    func next() throws(FootageError) -> SourceFrame?
    var counts: SourceCounts { get }
    /// Nominal frames per second; `nil` when the source does not say.
    var frameRate: Double? { get }
    /// Asks for ``SourceFrame/motion``, before the first frame. A source that has none does nothing.
    func exportMotion()
}

extension FrameSource {
    public func exportMotion() {}
}
