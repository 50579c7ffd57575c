import CZeroMQ

/// The datacentre's end of the link: a ROUTER that speaks CURVE with enrolled gateways only, and their authenticator.
///
/// A message's gateway is what the authenticator (ZAP, ZeroMQ RFC 27) says of the connection's key; a gateway cannot
/// choose it. Both sockets are served by the thread that made this value, which must call ``wait(milliseconds:)`` and
/// ``receive()`` in turn: handshakes are answered there.
public struct DatacentreSocket: ~Copyable {
    /// One message from an enrolled gateway.
    public struct Message: Sendable, Hashable {
        /// The name under which the connection's key is enrolled.
        public var gateway: String
        /// The connection, as libzmq names it: an answer goes back on it.
        public var connection: [UInt8]
        public var body: [UInt8]
    }

    /// What became of an answer.
    public enum Sending: Sendable, Hashable {
        case sent, queueFull, unreachable
    }

    /// Where it listens, with the port that was chosen for `*`.
    public let endpoint: String
    private let router: Socket
    private var authenticator: KeyAuthenticator

    /// Listens on `endpoint` (`tcp://ADDRESS:PORT`).
    public init(
        context: LinkContext, endpoint: String, keys: CurveKeyPair, enrolled: EnrolledKeys
    ) throws(LinkError) {
        // The authenticator comes first: a socket with a ZAP domain refuses everybody until there is one.
        let authenticator = try KeyAuthenticator(context: context, enrolled: enrolled)
        let router = try Socket(context, type: ZMQ_ROUTER)
        try LinkLimits.apply(to: router)
        try router.set(ZMQ_CURVE_SERVER, Int32(1))
        try router.set(ZMQ_CURVE_SECRETKEY, keys.secretZ85)
        try router.set(ZMQ_ZAP_DOMAIN, KeyAuthenticator.domain)
        try router.set(VIGIE_ZMQ_ZAP_ENFORCE_DOMAIN, Int32(1))
        try router.set(ZMQ_ROUTER_MANDATORY, Int32(1))
        try router.set(ZMQ_BACKLOG, LinkLimits.backlog)
        try router.bind(endpoint)
        self.endpoint = try router.boundEndpoint()
        self.router = router
        self.authenticator = authenticator
    }

    /// Handshakes that were refused: keys that are not enrolled.
    public var refusedHandshakes: Int { authenticator.refused }

    /// Waits for a message at most so many milliseconds, answering handshakes meanwhile.
    public mutating func wait(milliseconds: Int) throws(LinkError) {
        try Link.wait(for: [router.handle, authenticator.handle], milliseconds: milliseconds)
        try authenticator.answer()
    }

    /// The next message; `nil` when none waits. Messages of other than two frames are not of this protocol and skipped.
    public func receive() throws(LinkError) -> Message? {
        while let received = try router.receive() {
            guard received.frames.count == 2, let gateway = received.userID else { continue }
            return Message(gateway: gateway, connection: received.frames[0], body: received.frames[1])
        }
        return nil
    }

    /// Sends an answer on a connection without waiting.
    public func send(_ body: [UInt8], to connection: [UInt8]) throws(LinkError) -> Sending {
        switch try router.send([connection, body]) {
        case .sent: .sent
        case .wouldBlock: .queueFull
        case .unreachable: .unreachable
        }
    }
}
