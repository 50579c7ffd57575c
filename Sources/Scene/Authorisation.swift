public import Events

/// An act that lets cameras watch for something, for a time. Outside of it there are statistics and health, nothing else.
public struct Authorisation: Sendable, Hashable, Codable {
    public var id: String
    public var cameraIDs: Set<String>
    public var useCases: Set<UseCase>
    /// It holds from `from` on, and no longer at `until`.
    public var from, until: Timestamp

    public init(id: String, cameraIDs: Set<String>, useCases: Set<UseCase>, from: Timestamp, until: Timestamp) {
        self.id = id
        self.cameraIDs = cameraIDs
        self.useCases = useCases
        self.from = from
        self.until = until
    }

    public func holds(at time: Timestamp) -> Bool { from <= time && time < until }
}

extension [Authorisation] {
    /// Those that name a camera, without the others that they name.
    public func naming(_ cameraID: String) -> [Authorisation] {
        filter { $0.cameraIDs.contains(cameraID) }.map { authorisation in
            var own = authorisation
            own.cameraIDs = [cameraID]
            return own
        }
    }
}

extension CameraConfiguration {
    /// The acts that arm a rule; `nil` when it needs none, because the node demands none or it speaks of the camera only.
    public func authorisations(for rule: Rule) -> [Authorisation]? {
        guard rule.useCase.needsAct else { return nil }
        return authorisations?.filter { $0.cameraIDs.contains(cameraID) && $0.useCases.contains(rule.useCase) }
    }
}
