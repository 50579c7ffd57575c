import FoundationEssentials

/// What a `SOURCE` argument or a camera file's `url` means.
public enum SourceLocation: Sendable, Hashable {
    case stream(StreamAddress)
    case file(String)
    /// A folder of pictures, taken in the order of their names.
    case folder(String)
    /// A path whose last component holds one `%d` or `%0Nd`, for example `frames/seq_%06d.jpg`.
    case pattern(String)

    /// Tells the kinds apart; looks at the file system for folders.
    /// - Throws: ``FootageError`` when a network address is wrong or holds credentials, or when nothing is there.
    public init(_ text: String) throws(FootageError) {
        if text.contains("://") {
            self = .stream(try StreamAddress(text))
            return
        }
        var isFolder: Bool = false
        if FileManager.default.fileExists(atPath: text, isDirectory: &isFolder) {
            self = isFolder ? .folder(text) : .file(text)
        } else if PicturePattern(text) != nil {
            self = .pattern(text)
        } else {
            throw FootageError(.notFound, "no such file or folder", source: text)
        }
    }

    /// `true` when pictures have no time of their own and need a rate.
    public var isPictures: Bool {
        switch self {
        case .folder, .pattern: true
        case .stream, .file: false
        }
    }
}

extension SourceLocation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .stream(let address): address.description
        case .file(let path), .folder(let path), .pattern(let path): path
        }
    }
}
