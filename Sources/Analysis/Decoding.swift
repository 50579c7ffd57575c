public import Footage
internal import Scene

/// What is decoded of the stream right now, and what cannot be seen because of it.
public struct Decoding: Sendable, Hashable {
    /// What is done, whatever was asked for.
    public var applied: DecodeEffort
    /// Whether it is less than the camera's policy because the machine does not keep up.
    public var isReduced: Bool

    public init(applied: DecodeEffort, isReduced: Bool) {
        self.applied = applied
        self.isReduced = isReduced
    }

    /// Pictures that are a second or more apart show where things are, not how they move.
    var showsMotion: Bool { applied != .keyPictures }
}

extension AnalysisPipeline {
    /// Why less is seen than the camera file asks for; `nil` when all of it is.
    package var decodeLimit: FootageError? {
        let camera = configuration.cameraID
        if decoding.isReduced {
            return FootageError(
                .overloaded, "the machine does not keep up, decoding is reduced to \(decoding.applied.name)",
                source: camera)
        }
        if configuration.decode == .keyframes, decoding.showsMotion {
            return FootageError(
                .rareKeyPictures,
                "key pictures are more than \(DecodeLimits.longestKeyInterval) s apart, "
                    + "others are decoded too", source: camera)
        }
        if !decoding.showsMotion, let rule = configuration.rules.first(where: \.needsMotion) {
            return FootageError(
                .noMotion, "key pictures show no motion, the rule \(rule.id) cannot work on them", source: camera)
        }
        return nil
    }
}
