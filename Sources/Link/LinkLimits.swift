import CZeroMQ

/// Limits of every link, set on each socket before it binds or connects. libzmq's own defaults are made for a trusted
/// network: no limit of message size, no time limit for a connection that never shakes hands.
public enum LinkLimits {
    /// A message beyond this size cuts the connection, in bytes.
    public static let messageBytes = 1 << 20
    /// Messages that wait in each direction of one connection: a window of 8 batches, hellos and heartbeats.
    static let queuedMessages: Int32 = 32
    /// A connection must have shaken hands after this time.
    static let handshakeMilliseconds: Int32 = 5_000
    static let heartbeatMilliseconds: Int32 = 5_000
    /// A peer that is silent for three heartbeats is gone.
    static let silenceMilliseconds: Int32 = 15_000
    /// libzmq doubles its waiting time between these, with jitter.
    static let reconnectMilliseconds: (first: Int32, last: Int32) = (250, 8_000)
    /// Connections that may wait to be accepted: all gateways at once after a cut.
    static let backlog: Int32 = 4_096

    static func apply(to socket: borrowing Socket) throws(LinkError) {
        try socket.set(ZMQ_LINGER, Int32(0))
        try socket.set(ZMQ_SNDHWM, queuedMessages)
        try socket.set(ZMQ_RCVHWM, queuedMessages)
        try socket.set(ZMQ_MAXMSGSIZE, Int64(messageBytes))
        try socket.set(ZMQ_HANDSHAKE_IVL, handshakeMilliseconds)
        try socket.set(ZMQ_HEARTBEAT_IVL, heartbeatMilliseconds)
        try socket.set(ZMQ_HEARTBEAT_TIMEOUT, silenceMilliseconds)
        try socket.set(ZMQ_HEARTBEAT_TTL, silenceMilliseconds)
        try socket.set(ZMQ_TCP_KEEPALIVE, Int32(1))
    }
}
