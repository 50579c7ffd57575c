import CZeroMQ

/// The gateway's end of the link: a DEALER that speaks CURVE with the one datacentre whose key it knows.
///
/// libzmq connects, and connects again, by itself; but after a refused handshake it gives up for good, so the owner
/// makes a new socket when it hears nothing for long. Used from the thread that made it only.
public struct GatewaySocket: ~Copyable {
    private let socket: Socket
    private let monitor: LinkMonitor

    /// - Parameters:
    ///   - endpoint: `tcp://ADDRESS:PORT`. Nobody needs to listen there yet.
    ///   - keys: who this gateway is.
    ///   - serverKey: the only datacentre that it talks to.
    public init(
        context: LinkContext, endpoint: String, keys: CurveKeyPair, serverKey: CurvePublicKey
    ) throws(LinkError) {
        let socket = try Socket(context, type: ZMQ_DEALER)
        try LinkLimits.apply(to: socket)
        try socket.set(ZMQ_CURVE_SERVERKEY, serverKey.z85)
        try socket.set(ZMQ_CURVE_PUBLICKEY, keys.publicKey.z85)
        try socket.set(ZMQ_CURVE_SECRETKEY, keys.secretZ85)
        // Nothing is queued for a peer that has not shaken hands.
        try socket.set(ZMQ_IMMEDIATE, Int32(1))
        try socket.set(ZMQ_CONNECT_TIMEOUT, LinkLimits.handshakeMilliseconds)
        try socket.set(ZMQ_RECONNECT_IVL, LinkLimits.reconnectMilliseconds.first)
        try socket.set(ZMQ_RECONNECT_IVL_MAX, LinkLimits.reconnectMilliseconds.last)
        let monitor = try LinkMonitor(of: socket, context: context)
        try socket.connect(endpoint)
        self.socket = socket
        self.monitor = monitor
    }

    /// Sends a message; false when nobody is connected or the queue is full.
    public func send(_ message: [UInt8]) throws(LinkError) -> Bool {
        try socket.send([message]) == .sent
    }

    /// The next message; `nil` when none waits.
    public func receive() throws(LinkError) -> [UInt8]? {
        while let received = try socket.receive() {
            if received.frames.count == 1 { return received.frames[0] }
        }
        return nil
    }

    /// What happened to the connection since the last call; `nil` when nothing did.
    public func nextConnectionEvent() throws(LinkError) -> ConnectionEvent? {
        try monitor.next()
    }

    /// Waits until there is a message or a connection event, at most so many milliseconds.
    public func wait(milliseconds: Int) throws(LinkError) {
        try Link.wait(for: [socket.handle, monitor.handle], milliseconds: milliseconds)
    }
}
