/// One thing that is wrong in a file: what, where, how to put it right.
public struct YAMLIssue: Sendable, Hashable, CustomStringConvertible {
    /// Stable identifier, such as `E-CFG-005`.
    public var code: String
    public var file: String
    /// Nil when the file as a whole is meant, for instance when it cannot be opened.
    public var mark: YAMLMark?
    public var message: String
    public var remedy: String

    public init(code: String, file: String, mark: YAMLMark?, message: String, remedy: String) {
        self.code = code
        self.file = file
        self.mark = mark
        self.message = message
        self.remedy = remedy
    }

    /// `FILE:LINE:COLUMN: error CODE: what` and the remedy on a second line.
    public var description: String {
        let place = mark.map { "\(file):\($0.line):\($0.column)" } ?? file
        return "\(place): error \(code): \(message)\n  fix: \(remedy)"
    }
}

/// Number of a kind of issue; the reader's prefix makes it a code. Numbers below 20 are the same for every kind of
/// file; a file format adds its own from 20 on. A number never changes its meaning.
public struct IssueNumber: Sendable, Hashable {
    public var value: Int

    public init(_ value: Int) {
        self.value = value
    }

    public static let unreadable = Self(1)
    public static let syntax = Self(2)
    public static let duplicateKey = Self(3)
    public static let unsupported = Self(4)
    public static let unknownKey = Self(5)
    public static let missingKey = Self(6)
    public static let wrongType = Self(7)
    public static let outOfRange = Self(8)
    public static let notFinite = Self(9)
    public static let unknownValue = Self(10)
    public static let badIdentifier = Self(11)
    public static let duplicateIdentifier = Self(12)
    public static let wrongVersion = Self(13)
    public static let wrongLength = Self(14)
}
