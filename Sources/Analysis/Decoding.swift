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
    package var decodeLimitCode: FootageError.Code? {
        if decoding.isReduced { return .overloaded }
        if configuration.decode == .keyframes, decoding.showsMotion { return .rareKeyPictures }
        return !decoding.showsMotion && configuration.rules.contains(where: \.needsMotion) ? .noMotion : nil
    }

    /// The same, in words.
    var decodeLimit: FootageError? {
        guard let code = decodeLimitCode else { return nil }
        let message =
            switch code {
            case .overloaded: "the machine does not keep up, decoding is reduced to \(decoding.applied.name)"
            case .rareKeyPictures: "key pictures are too rare to be watched alone, others are decoded too"
            default: "key pictures show no motion, and a rule needs it"
            }
        return FootageError(code, message, source: configuration.cameraID)
    }
}
