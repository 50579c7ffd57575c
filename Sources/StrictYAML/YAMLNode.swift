/// Where something stands in a text: line and column, both counted from 1, columns in Unicode scalars.
public struct YAMLMark: Sendable, Hashable, Comparable {
    public var line, column: Int

    public init(line: Int, column: Int) {
        (self.line, self.column) = (line, column)
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// One value of a YAML document with its place. Anchors, aliases and tags are refused while reading, so that what is
/// written is what is meant.
public struct YAMLNode: Sendable, Hashable {
    public indirect enum Content: Sendable, Hashable {
        /// `isPlain` is false for quoted and block text, which never is a number.
        case scalar(text: String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    public var mark: YAMLMark
    public var content: Content

    /// The value as a message shows it: `the text "abc"`, `a list`, …
    public var quoted: String {
        switch content {
        case .scalar(let text, _) where text.isEmpty: "nothing"
        case .scalar(let text, _): "\"\(text.count > 40 ? text.prefix(37) + "…" : text[...])\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The text of a scalar that is not empty.
    public var text: String? {
        guard case .scalar(let text, _) = content, !text.isEmpty else { return nil }
        return text
    }
}

/// One `key: value` of a mapping.
public struct YAMLEntry: Sendable, Hashable {
    public var key: String
    public var keyMark: YAMLMark
    public var value: YAMLNode
}
