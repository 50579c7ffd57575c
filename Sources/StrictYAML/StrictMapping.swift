/// One mapping whose keys are known; gives its values by key and says what is missing.
public struct StrictMapping {
    public let reader: StrictReader
    /// What it is, with its article, for messages: `a zone`.
    public let what: String
    public let mark: YAMLMark
    public let entries: [YAMLEntry]

    /// The value of `key`, nil when it is absent or empty.
    public func optional(_ key: String) -> YAMLNode? {
        guard let node = entries.first(where: { $0.key == key })?.value, !isNull(node) else { return nil }
        return node
    }

    /// The value of `key`; its absence is reported.
    public func required(_ key: String) -> YAMLNode? {
        if let node = optional(key) { return node }
        let place = entries.first { $0.key == key }?.keyMark ?? mark
        reader.report(.missingKey, at: place, "\(what) has no \"\(key)\"", fix: "add \"\(key)\"")
        return nil
    }

    /// Reports anything but `version: 1`, the only version that there is of any file.
    public func demandVersionOne() {
        guard let node = required("version"), node.content != .scalar(text: "1", isPlain: true) else { return }
        reader.report(
            .wrongVersion, at: node.mark, "this program does not know version \(node.quoted) of \(what)",
            fix: "write \"version: 1\", or use the program that wrote the file")
    }

    public func text(_ key: String) -> String? {
        required(key).flatMap { reader.text($0, name(key)) }
    }

    public func identifier(_ key: String) -> String? {
        required(key).flatMap { reader.identifier($0, name(key)) }
    }

    /// A number that may be left out; a wrong one is reported and the default stands in, so that reading goes on.
    public func number(_ key: String, in range: ClosedRange<Double>, default value: Double) -> Double {
        optional(key).flatMap { reader.number($0, name(key), in: range) } ?? value
    }

    public func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
        required(key).flatMap { reader.number($0, name(key), in: range) }
    }

    public func integer(_ key: String, in range: ClosedRange<Int>, default value: Int) -> Int {
        optional(key).flatMap { reader.integer($0, name(key), in: range) } ?? value
    }

    public func choice<Value: CaseIterable & RawRepresentable>(_ key: String, default value: Value) -> Value
    where Value.RawValue == String {
        optional(key).flatMap { reader.choice($0, name(key)) } ?? value
    }

    public func boolean(_ key: String, default value: Bool) -> Bool {
        optional(key).flatMap { reader.boolean($0, name(key)) } ?? value
    }

    /// How messages call the value of a key: `"fps" of the analysis`.
    public func name(_ key: String) -> String {
        "\"\(key)\" of \(what)"
    }

    private func isNull(_ node: YAMLNode) -> Bool {
        guard case .scalar(let text, true) = node.content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }
}
