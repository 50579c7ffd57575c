/// Checks the values of one message and names the field that breaks a limit.
struct FieldChecks {
    let path: String

    func identifier(_ value: String, _ name: String) throws(EventCodingError) {
        guard !value.isEmpty else {
            throw EventCodingError(.missingField, path: path.field(name), "an identifier may not be empty")
        }
        try printable(value, name, limit: EventLimits.identifierBytes)
    }

    func identifier(_ value: String?, _ name: String) throws(EventCodingError) {
        if let value { try identifier(value, name) }
    }

    func text(_ value: String, _ name: String) throws(EventCodingError) {
        try printable(value, name, limit: EventLimits.textBytes)
    }

    func finite(_ value: Double?, _ name: String) throws(EventCodingError) {
        guard value?.isFinite ?? true else {
            throw EventCodingError(.outOfRange, path: path.field(name), "a number must be finite")
        }
    }

    func time(_ value: Timestamp?, _ name: String) throws(EventCodingError) {
        guard value.map({ EventLimits.milliseconds.contains($0.milliseconds) }) ?? true else {
            throw EventCodingError(.outOfRange, path: path.field(name), "a time must lie in the years 1 to 9999")
        }
    }

    func count(_ value: Int, atMost limit: Int, _ name: String) throws(EventCodingError) {
        guard value <= limit else {
            throw EventCodingError(.tooLong, path: path.field(name), "\(value) entries, at most \(limit) are allowed")
        }
    }

    private func printable(_ value: String, _ name: String, limit: Int) throws(EventCodingError) {
        let bytes = value.utf8
        guard bytes.count <= limit else {
            throw EventCodingError(
                .tooLong, path: path.field(name), "\(bytes.count) bytes, at most \(limit) are allowed")
        }
        guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
            throw EventCodingError(.outOfRange, path: path.field(name), "control characters are not allowed")
        }
    }
}
