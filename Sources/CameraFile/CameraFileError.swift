public import StrictYAML

/// A camera file that cannot be used: everything that is wrong in it, in the order of the file.
public struct CameraFileError: Error, Sendable, CustomStringConvertible {
    public let file: String
    /// Never empty.
    public let issues: [YAMLIssue]

    init(file: String, issues: [YAMLIssue]) {
        precondition(!issues.isEmpty, "an error without an issue")
        self.file = file
        self.issues = issues
    }

    init(file: String, number: IssueNumber, mark: YAMLMark? = nil, message: String, remedy: String) {
        let reader = StrictReader(file: file, codePrefix: CameraFile.codePrefix)
        reader.report(number, at: mark, message, fix: remedy)
        self.init(file: file, issues: reader.issues)
    }

    /// Of the first issue: stable code (`E-CFG-005`), place (1-based, nil for the file as a whole), what and remedy.
    public var code: String { issues[0].code }
    public var line: Int? { issues[0].mark?.line }
    public var column: Int? { issues[0].mark?.column }
    public var message: String { issues[0].message }
    public var remedy: String { issues[0].remedy }

    /// One paragraph for each issue: place, code, what, and on a second line how to fix it.
    public var description: String {
        issues.map(\.description).joined(separator: "\n")
    }
}

/// Issues that only camera files have; 1 to 19 are those of ``StrictYAML/IssueNumber``.
extension IssueNumber {
    static let polygonTooFewPoints = Self(20)
    static let polygonCrossesItself = Self(21)
    static let polygonWithoutArea = Self(22)
    static let outsidePicture = Self(23)
    static let lineWithoutLength = Self(24)
    static let unknownZone = Self(25)
    static let zoneIsNotAnalysed = Self(26)
    static let noAnalysisZone = Self(27)
    static let reservedUseCase = Self(28)
    static let useCaseWithoutRule = Self(29)
    static let secretInURL = Self(30)
    static let unknownScheme = Self(31)
    static let barUpsideDown = Self(32)
    static let calibrationForm = Self(33)
    static let pointsOnOneLine = Self(34)
    static let exitAboveThreshold = Self(35)
    static let alertBeforeWarning = Self(36)
    static let noPurpose = Self(37)
    static let cannotWrite = Self(38)
    static let unknownTimeZone = Self(45)
    static let badDate = Self(46)
    static let badTimeOfDay = Self(47)
    static let scheduleWithoutTimeZone = Self(48)
    static let networkUnreadable = Self(49)
    static let networkHash = Self(50)
    static let networkWithoutCard = Self(51)
    static let networkRefused = Self(52)
}
