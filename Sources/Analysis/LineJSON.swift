internal import Events

/// A flat JSON object whose members stay in the order in which they are added. Numbers are finite or `null`.
struct LineJSON {
    private(set) var text = "{"

    init(kind: String) { add("kind", .string(kind)) }

    mutating func add(_ key: String, _ value: JSONValue) {
        if text.count > 1 { text += "," }
        text += "\(JSONValue.string(key)):\(value)"
    }

    /// A number with six decimals at most.
    mutating func add(_ key: String, rounded value: Double?) { add(key, Self.rounded(value)) }

    mutating func add(_ key: String, box: Box) {
        add(key, .array([box.x, box.y, box.width, box.height].map { Self.rounded($0) }))
    }

    var finished: String { text + "}" }

    static func rounded(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        return .number((value * 1e6).rounded() / 1e6)
    }
}
