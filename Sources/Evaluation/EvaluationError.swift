/// Why something cannot be evaluated: what, where, and how to fix it. The rest of the evaluation goes on.
public struct EvaluationError: Error, Sendable, Hashable {
    /// Stable identifiers, named in the documentation.
    public enum Code: String, CaseIterable, Sendable, Hashable {
        case unknownScene = "E-EVL-001"
        case noData = "E-EVL-002"
        case damaged = "E-EVL-003"
        case baseline = "E-EVL-004"
        case cannotWrite = "E-EVL-005"
        case failed = "E-EVL-006"
        case tooFewFrames = "E-EVL-007"
    }

    public let code: Code
    /// What is wrong, one sentence without its full stop.
    public let message: String
    /// The scene, clip or file concerned; empty when the message says it.
    public let place: String

    public init(_ code: Code, _ message: String, place: String = "") {
        (self.code, self.message, self.place) = (code, message, place)
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .unknownScene: "Name scenes as `fixtures/scenes` has them, without .yaml; * stands for any letters."
        case .noData: "Give the folder of the development footage with --data, or leave real footage out."
        case .damaged: "Analyse the source again with this version."
        case .baseline: "Write it anew with --write-baseline and look at what changed before committing it."
        case .cannotWrite: "Check the folder, its permissions and the space left."
        case .failed: "Run it alone with --scenes to see more."
        case .tooFewFrames: "Check that the source is whole and that every frame due is analysed."
        }
    }
}

extension EvaluationError: CustomStringConvertible {
    public var description: String {
        "\(code.rawValue) \(place.isEmpty ? "" : "\(place): ")\(message). \(remedy)"
    }
}
