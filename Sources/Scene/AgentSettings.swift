/// What a node tells an agent on its standard input, first of all: one JSON object in one line.
public struct AgentSettings: Sendable, Hashable, Codable {
    public struct Login: Sendable, Hashable, Codable {
        public var user, password: String

        public init(user: String, password: String) {
            (self.user, self.password) = (user, password)
        }
    }

    public var credentials: Login?
    /// `nil` when the node was given no authority: then the camera file alone says what is watched for.
    public var authorisations: [Authorisation]?

    public init(credentials: Login? = nil, authorisations: [Authorisation]? = nil) {
        (self.credentials, self.authorisations) = (credentials, authorisations)
    }
}

/// What a node tells an agent afterwards, one JSON object in each line.
public struct AgentOrder: Sendable, Hashable, Codable {
    /// The `event_uid` of the running event that somebody has seen to.
    public var acknowledge: String

    public init(acknowledge: String) {
        self.acknowledge = acknowledge
    }
}
