internal import Yams

extension StrictReader {
    /// The largest file that is read: a camera or a scene takes a few kilobytes.
    public static let sizeLimit = 1 << 20

    /// Parses one document. Nil after having reported why not.
    public func parse(_ text: String) -> YAMLNode? {
        guard text.utf8.count <= Self.sizeLimit else {
            report(.unreadable, at: nil, "the file is larger than 1 MiB", fix: "check that this is the right file")
            return nil
        }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                report(.syntax, at: YAMLMark(line: 1, column: 1), "the file is empty", fix: "start with \"version: 1\"")
                return nil
            }
            // A node holds its anchor weakly: the parser must live until the nodes have been looked at.
            return withExtendedLifetime(parser) { convert(root) }
        } catch let error as YamlError {
            report(error, in: text)
        } catch {
            report(.syntax, at: nil, "the file is not YAML: \(error)", fix: "repair the file")
        }
        return nil
    }

    private func convert(_ node: Node) -> YAMLNode? {
        let mark = node.mark.map { YAMLMark(line: $0.line, column: $0.column) } ?? YAMLMark(line: 1, column: 1)
        guard node.anchor == nil, node.alias == nil else {
            report(.unsupported, at: mark, "anchors and aliases are not allowed", fix: "write the value in full")
            return nil
        }
        switch node {
        case .scalar(let scalar): return convert(scalar, at: mark)
        case .sequence(let sequence):
            let nodes = sequence.compactMap(convert)
            return nodes.count == sequence.count ? YAMLNode(mark: mark, content: .sequence(nodes)) : nil
        case .mapping(let mapping):
            let entries = mapping.compactMap(convert)
            return entries.count == mapping.count ? YAMLNode(mark: mark, content: .mapping(entries)) : nil
        case .alias: return nil
        }
    }

    private func convert(_ scalar: Node.Scalar, at mark: YAMLMark) -> YAMLNode? {
        let tag = scalar.tag.description
        // Quoted text comes with the tag of text, whether or not it was written.
        guard tag.isEmpty || (tag == Tag.Name.str.rawValue && scalar.style != .plain) else {
            report(.unsupported, at: mark, "tags such as \(tag) are not allowed", fix: "remove the tag")
            return nil
        }
        return YAMLNode(mark: mark, content: .scalar(text: scalar.string, isPlain: scalar.style == .plain))
    }

    private func convert(_ pair: (key: Node, value: Node)) -> YAMLEntry? {
        guard case .scalar(let key) = pair.key, pair.key.anchor == nil else {
            let mark = pair.key.mark.map { YAMLMark(line: $0.line, column: $0.column) }
            report(.unsupported, at: mark, "a key must be a plain word", fix: "write the key as one word")
            return nil
        }
        let mark = key.mark.map { YAMLMark(line: $0.line, column: $0.column) } ?? YAMLMark(line: 1, column: 1)
        return convert(pair.value).map { YAMLEntry(key: key.string, keyMark: mark, value: $0) }
    }

    private func report(_ error: YamlError, in text: String) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let what = [context?.text, problem].compactMap(\.self).joined(separator: ": ")
            let place = YAMLMark(line: mark.line, column: mark.column)
            report(.syntax, at: place, "this is not YAML: \(what)", fix: Self.syntaxRemedy(problem))
        case .composer(_, let problem, let mark, _):
            let place = YAMLMark(line: mark.line, column: mark.column)
            let fix = "keep one document without anchors and aliases"
            report(.unsupported, at: place, "this form of YAML is not allowed: \(problem)", fix: fix)
        case .duplicatedKeysInMapping(let keys, let context):
            let place = YAMLMark(line: context.mark.line, column: context.mark.column)
            let fix = "keep one of the two and remove the other"
            report(.duplicateKey, at: place, "the key \"\(keys.first ?? "")\" is there more than once", fix: fix)
        case .reader(let problem, let offset, _, let yaml):
            let place = offset.map { Self.mark(ofCharacter: $0, in: yaml) }
            report(.syntax, at: place, "this is not text: \(problem)", fix: "save the file as UTF-8 text")
        default:
            report(.syntax, at: nil, "this is not YAML: \(error)", fix: "repair the file")
        }
    }

    private static func syntaxRemedy(_ problem: String) -> String {
        problem.contains("tab") || problem.contains("cannot start any token")
            ? "indent with spaces, never with tabs" : "check brackets, quotation marks, colons and indentation here"
    }

    static func mark(ofCharacter offset: Int, in text: String) -> YAMLMark {
        let before = text.prefix(offset)
        let line = before.count { $0.isNewline } + 1
        let column = (before.lastIndex { $0.isNewline }.map { before[$0...].dropFirst() } ?? before).count + 1
        return YAMLMark(line: line, column: column)
    }
}
