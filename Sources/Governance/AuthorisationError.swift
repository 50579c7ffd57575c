public import StrictYAML

/// An authorisation that arms nothing: everything that is wrong with it, in the order of the file.
public struct AuthorisationError: Error, Sendable, CustomStringConvertible {
    static let codePrefix = "E-AUT"

    public let file: String
    /// Never empty.
    public let issues: [YAMLIssue]

    init(file: String, issues: [YAMLIssue]) {
        precondition(!issues.isEmpty, "an error without an issue")
        (self.file, self.issues) = (file, issues)
    }

    init(file: String, number: IssueNumber, message: String, remedy: String) {
        let reader = StrictReader(file: file, codePrefix: Self.codePrefix)
        reader.report(number, at: nil, message, fix: remedy)
        self.init(file: file, issues: reader.issues)
    }

    /// Of the first issue: stable code (`E-AUT-022`), what and remedy.
    public var code: String { issues[0].code }
    public var message: String { issues[0].message }
    public var remedy: String { issues[0].remedy }
    public var description: String { issues.map(\.description).joined(separator: "\n") }
}

/// Issues that only authorisations have; 1 to 19 are those of ``StrictYAML/IssueNumber``.
extension IssueNumber {
    static let badAuthority = Self(20)
    static let unsigned = Self(21)
    static let wrongSignature = Self(22)
    static let badTime = Self(23)
    static let endsBeforeItBegins = Self(24)
    static let useCaseWithoutRule = Self(25)
}
