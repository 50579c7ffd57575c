public import StrictYAML

/// A scene that cannot be rendered: what is wrong in its file, or what stopped the output.
public struct SceneError: Error, Sendable, CustomStringConvertible {
    /// Never empty; those of a scene file have line and column.
    public let issues: [YAMLIssue]

    init(issues: [YAMLIssue]) {
        precondition(!issues.isEmpty, "an error without an issue")
        self.issues = issues
    }

    init(file: String, number: IssueNumber, message: String, remedy: String) {
        let reader = StrictReader(file: file, codePrefix: SceneFile.codePrefix)
        reader.report(number, at: nil, message, fix: remedy)
        self.init(issues: reader.issues)
    }

    /// Of the first issue.
    public var code: String { issues[0].code }
    public var message: String { issues[0].message }
    public var line: Int? { issues[0].mark?.line }
    public var column: Int? { issues[0].mark?.column }

    /// Whether the output, and not the scene file, is at fault.
    public var isOutput: Bool { issues[0].mark == nil && !issues[0].code.hasSuffix("-001") }

    public var description: String {
        issues.map(\.description).joined(separator: "\n")
    }
}

/// Issues that only scenes have; 1 to 19 are those of ``StrictYAML/IssueNumber``.
extension IssueNumber {
    static let timesNotRising = Self(20)
    static let tooFast = Self(21)
    static let unknownPerson = Self(22)
    static let notAtObject = Self(23)
    static let outsideView = Self(24)
    static let oddPicture = Self(25)
    static let removedBeforePut = Self(26)
    static let noLength = Self(27)
    static let seesNoGround = Self(28)
    static let unknownScene = Self(29)
    static let extendsTooDeep = Self(30)
    static let cannotEncode = Self(40)
    static let cannotCreate = Self(41)
}
