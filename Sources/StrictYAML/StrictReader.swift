/// Reads one YAML text, collects everything that is wrong with it, and guesses nothing.
///
/// The functions that read a value return nil after having reported why; the caller goes on, so that one run shows
/// all that a person has to repair.
public final class StrictReader {
    public let file: String
    /// First part of every code, such as `E-CFG`.
    public let codePrefix: String
    public private(set) var issues: [YAMLIssue] = []

    public init(file: String, codePrefix: String) {
        self.file = file
        self.codePrefix = codePrefix
    }

    /// What is wrong, in the order of the file.
    public var sortedIssues: [YAMLIssue] {
        let start = YAMLMark(line: 0, column: 0)
        return issues.sorted { ($0.mark ?? start) < ($1.mark ?? start) }
    }

    public func report(_ number: IssueNumber, at mark: YAMLMark?, _ message: String, fix remedy: String) {
        let digits = String(number.value)
        let code = codePrefix + "-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        issues.append(YAMLIssue(code: code, file: file, mark: mark, message: message, remedy: remedy))
    }

    /// A mapping that may hold `keys` and nothing else.
    /// - Parameter what: what it is, with its article, for messages: `a zone`.
    public func mapping(_ node: YAMLNode, _ what: String, keys: [String]) -> StrictMapping? {
        guard let mapping = mapping(node, what) else { return nil }
        for entry in mapping.entries where !keys.contains(entry.key) {
            let guess = Spelling.nearest(to: entry.key, among: keys).map { "did you mean \"\($0)\"? " } ?? ""
            let fix = "\(guess)Allowed here: \(keys.joined(separator: ", "))"
            report(.unknownKey, at: entry.keyMark, "unknown key \"\(entry.key)\" in \(what)", fix: fix)
        }
        return mapping
    }

    /// A mapping whose keys are not checked, because one of its values decides which keys there may be.
    public func mapping(_ node: YAMLNode, _ what: String) -> StrictMapping? {
        guard case .mapping(let entries) = node.content else {
            wrongType(node, what, "a mapping of keys and values")
            return nil
        }
        return StrictMapping(reader: self, what: what, mark: node.mark, entries: entries)
    }

    /// A list with a number of elements within `count`.
    public func sequence(_ node: YAMLNode, _ what: String, count: ClosedRange<Int> = 0...10_000) -> [YAMLNode]? {
        guard case .sequence(let nodes) = node.content else {
            wrongType(node, what, "a list")
            return nil
        }
        guard count.contains(nodes.count) else {
            let allowed = count.lowerBound == count.upperBound ? "\(count.lowerBound)" : Self.span(count)
            report(
                .wrongLength, at: node.mark, "\(what) has \(nodes.count) elements", fix: "give \(allowed) elements")
            return nil
        }
        return nodes
    }

    /// Text that is not empty, quoted or not.
    public func text(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = node.text else {
            wrongType(node, what, "a text")
            return nil
        }
        return text
    }

    /// A name that can stand in paths, topics and queries.
    public func identifier(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = text(node, what) else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, text.utf8.count <= 64, text.first?.isLetter == true || text.first?.isNumber == true else {
            report(
                .badIdentifier, at: node.mark, "\(what) is \(node.quoted), which is not an identifier",
                fix: "use 1 to 64 letters, digits, '-', '_' or '.', a letter or digit first")
            return nil
        }
        return text
    }

    /// A finite decimal number within `range`. Quoted text, octal, hexadecimal and sexagesimal forms are not numbers.
    public func number(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = finiteNumber(node, what) else { return nil }
        guard range.contains(value) else {
            report(
                .outOfRange, at: node.mark, "\(what) is \(Self.decimal(value))", fix: "give \(Self.span(range))")
            return nil
        }
        return value
    }

    public func finiteNumber(_ node: YAMLNode, _ what: String) -> Double? {
        guard case .scalar(let text, true) = node.content, let value = DecimalNumber.parse(text) else {
            wrongType(node, what, "a number")
            return nil
        }
        guard value.isFinite else {
            report(.notFinite, at: node.mark, "\(what) is not a finite number", fix: "give a finite decimal number")
            return nil
        }
        return value
    }

    public func integer(_ node: YAMLNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = finiteNumber(node, what) else { return nil }
        guard let whole = Int(exactly: value) else {
            wrongType(node, what, "a whole number")
            return nil
        }
        guard range.contains(whole) else {
            report(.outOfRange, at: node.mark, "\(what) is \(whole)", fix: "give \(Self.span(range))")
            return nil
        }
        return whole
    }

    public func boolean(_ node: YAMLNode, _ what: String) -> Bool? {
        switch node.content {
        case .scalar("true", true): return true
        case .scalar("false", true): return false
        default:
            wrongType(node, what, "true or false")
            return nil
        }
    }

    /// One of a closed list of words.
    public func choice(_ node: YAMLNode, _ what: String, among allowed: [String]) -> String? {
        guard let text = text(node, what) else { return nil }
        guard allowed.contains(text) else {
            let guess = Spelling.nearest(to: text, among: allowed).map { "did you mean \"\($0)\"? " } ?? ""
            let fix = "\(guess)Allowed: \(allowed.joined(separator: ", "))"
            report(.unknownValue, at: node.mark, "\(what) cannot be \(node.quoted)", fix: fix)
            return nil
        }
        return text
    }

    public func choice<Value: CaseIterable & RawRepresentable>(
        _ node: YAMLNode, _ what: String, of type: Value.Type = Value.self
    ) -> Value? where Value.RawValue == String {
        choice(node, what, among: Value.allCases.map(\.rawValue)).flatMap(Value.init(rawValue:))
    }

    public func wrongType(_ node: YAMLNode, _ what: String, _ wanted: String) {
        let quotedNumber: Bool =
            if case .scalar(let text, false) = node.content { DecimalNumber.parse(text) != nil } else { false }
        let fix = quotedNumber ? "remove the quotation marks" : "write \(wanted)"
        report(.wrongType, at: node.mark, "\(what) must be \(wanted), not \(node.quoted)", fix: fix)
    }

    static func span(_ range: ClosedRange<Int>) -> String {
        range.upperBound == Int.max || range.upperBound >= 10_000
            ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }

    static func span(_ range: ClosedRange<Double>) -> String {
        "a number from \(decimal(range.lowerBound)) to \(decimal(range.upperBound))"
    }

    static func decimal(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}
