/// Why bytes, JSON or a row are not a report of this model, with the path of the field at fault.
///
/// The model is closed, so "unknown" is an error and never an extension.
public struct EventCodingError: Error, Sendable, Hashable {
    /// Stable identifier of a kind of error.
    public enum Code: String, CaseIterable, Sendable {
        case malformed = "E-EVT-001"
        case unknownField = "E-EVT-002"
        case unknownValue = "E-EVT-003"
        case missingField = "E-EVT-004"
        case wrongType = "E-EVT-005"
        case outOfRange = "E-EVT-006"
        case tooLong = "E-EVT-007"
        case inconsistent = "E-EVT-008"
    }

    public var code: Code
    /// Dotted path from the outermost message, for example `report.event.metric.value`; empty for the whole.
    public var path: String
    public var message: String

    public init(_ code: Code, path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .malformed: "Check that the sender and this program are the same version and that nothing cut the data."
        case .unknownField: "Remove the field: this model has no place for it, by design."
        case .unknownValue: "Use one of the values that the schema lists."
        case .missingField: "Add the field."
        case .wrongType: "Give the value the type that the schema states."
        case .outOfRange: "Give a finite value within the range that the schema states."
        case .tooLong: "Shorten the value to the schema's limit."
        case .inconsistent: "Make the two fields say the same."
        }
    }
}

extension EventCodingError: CustomStringConvertible {
    public var description: String {
        "\(code.rawValue) \(path.isEmpty ? "" : path + ": ")\(message). \(remedy)"
    }
}

extension String {
    /// The path of `field` inside the message at this path.
    func field(_ name: String) -> String {
        isEmpty ? name : self + "." + name
    }
}
