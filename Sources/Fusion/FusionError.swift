/// What is wrong with a source of context: what, in which file and line, and how to put it right.
public struct FusionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable identifier, `E-FUS-…`.
    public var code: String
    public var message: String
    public var file: String
    /// 1-based line of the file; `nil` when it is about the file as a whole.
    public var line: Int?
    public var column: String?
    public var remedy: String

    public init(
        code: String, message: String, file: String, line: Int? = nil, column: String? = nil, remedy: String
    ) {
        self.code = code
        self.message = message
        self.file = file
        self.line = line
        self.column = column
        self.remedy = remedy
    }

    public var description: String {
        let place = file + (line.map { ", line \($0)" } ?? "") + (column.map { ", column \($0)" } ?? "")
        return "\(code): \(place): \(message). \(remedy)"
    }
}
