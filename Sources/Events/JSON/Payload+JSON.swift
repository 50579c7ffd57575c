extension Payload {
    /// The keys of `data` that this kind of message has.
    var jsonFields: [String: JSONValue?] {
        switch self {
        case .event(let event): event.jsonFields
        case .sample(let sample): sample.jsonFields
        case .zoneState(let state): state.jsonFields
        case .heartbeat(let heartbeat): heartbeat.jsonFields
        case .health(let health): health.jsonFields
        case .loss(let loss): loss.jsonFields
        }
    }

    /// `org.vigie.<use case>.<start|update|end|sample|state>.v1`; messages about the system have its part's name
    /// (`heartbeat`, `health`, `loss`) in place of a use case.
    var eventType: String {
        "org.vigie.\(topic).v1"
    }

    private var topic: String {
        switch self {
        case .event(let event): "\(event.useCase.rawValue).\(event.phase.rawValue)"
        case .sample(let sample): "\(sample.useCase.rawValue).sample"
        case .zoneState(let state): "\(state.useCase.rawValue).state"
        case .heartbeat: "heartbeat.state"
        case .health: "health.state"
        case .loss: "loss.state"
        }
    }

    /// What of the camera the message is about: `zone/{zone}/rule/{rule}`; `nil` for messages about the system.
    var subject: String? {
        switch self {
        case .event(let event): "zone/\(percentEncoded(event.zoneID))/rule/\(percentEncoded(event.ruleID))"
        case .zoneState(let state): "zone/\(percentEncoded(state.zoneID))/rule/\(percentEncoded(state.ruleID))"
        case .sample(let sample): "zone/\(percentEncoded(sample.zoneID))"
        case .heartbeat, .health, .loss: nil
        }
    }

    /// Reads `data` as the type says, and checks that it belongs to the place and to the type.
    init(data: JSONValue, type: EventType, place: SourcePath) throws(EventCodingError) {
        var fields = try JSONFields(data, at: "data")
        try fields.expect("camera_id", place.camera)
        try fields.expect("gateway_id", place.gateway)
        self = try Payload(kind: type.kind, reading: &fields)
        try fields.finish()
        guard eventType == type.text else {
            throw EventCodingError(.inconsistent, path: "type", "the data belongs to the type \(eventType)")
        }
    }

    /// Reads the keys of one kind of message, one of ``kinds``.
    init(kind: String, reading fields: inout JSONFields) throws(EventCodingError) {
        switch kind {
        case "event": self = .event(try Event(reading: &fields))
        case "sample": self = .sample(try Sample(reading: &fields))
        case "zone_state": self = .zoneState(try ZoneState(reading: &fields))
        case "heartbeat": self = .heartbeat(try Heartbeat(reading: &fields))
        case "health": self = .health(try Health(reading: &fields))
        case "loss": self = .loss(try Loss(reading: &fields))
        default: throw EventCodingError(.unknownValue, path: fields.path, "no message is called \(kind)")
        }
    }
}

extension Sample {
    /// A sample with flows counts a line, any other the persons in a zone.
    fileprivate var useCase: UseCase {
        flowIn == nil && flowOut == nil ? .occupancy : .lineCount
    }
}

/// The `type` of a CloudEvent, split.
struct EventType {
    let text: String
    /// Which message the data is, one of ``Payload/kinds``.
    let kind: String

    init(_ text: String) throws(EventCodingError) {
        self.text = text
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "org", parts[1] == "vigie", parts[4] == "v1",
            let kind = messageKind(String(parts[2]), String(parts[3]))
        else {
            throw EventCodingError(.unknownValue, path: "type", "unknown type \"\(text)\"")
        }
        self.kind = kind
    }
}

private func messageKind(_ topic: String, _ form: String) -> String? {
    if form == "state", ["heartbeat", "health", "loss"].contains(topic) { return topic }
    guard UseCase(rawValue: topic) != nil else { return nil }
    if Phase(rawValue: form) != nil { return "event" }
    return form == "sample" ? "sample" : form == "state" ? "zone_state" : nil
}
