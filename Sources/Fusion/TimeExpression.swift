public import Events

/// A moment as people write it: RFC 3339 (`2026-11-22T08:15:30Z`), `now`, or so long ago (`-30s`, `-10m`, `-2h`, `-3d`).
public struct TimeExpression: Sendable, Hashable {
    /// What may be written, for messages.
    public static let forms = "RFC 3339 such as 2026-11-22T08:15:30Z, 'now', or so long ago such as -10m (s, m, h, d)"

    private enum Form: Sendable, Hashable {
        case moment(Timestamp)
        case ago(seconds: Int64)
    }

    private let form: Form

    /// `nil` when the text is none of the forms.
    public init?(_ text: String) {
        if text == "now" {
            form = .ago(seconds: 0)
        } else if text.hasPrefix("-") {
            guard let unit = text.last.flatMap({ Self.seconds[$0] }), let count = Int64(text.dropFirst().dropLast()),
                (0...1_000_000).contains(count)
            else { return nil }
            form = .ago(seconds: count * unit)
        } else {
            // A '+' that was not percent-encoded in a URL arrives as a space.
            guard let moment = Timestamp(rfc3339: String(text.map { $0 == " " ? "+" : $0 })) else { return nil }
            form = .moment(moment)
        }
    }

    public func time(at now: Timestamp) -> Timestamp {
        switch form {
        case .moment(let time): time
        case .ago(let seconds): now.advanced(bySeconds: -Double(seconds))
        }
    }

    private static let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
}
