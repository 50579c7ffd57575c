import CZeroMQ
import Synchronization

/// What happens to a gateway's connection.
public enum ConnectionEvent: Sendable, Hashable {
    /// Both sides have proved their keys.
    case established
    /// The datacentre refused this gateway's key, or has another key than the one known here.
    case refused
    case disconnected
    /// Nobody listens there yet, or not any more.
    case retrying
}

/// Hears what libzmq says about the connection of one socket.
struct LinkMonitor: ~Copyable {
    private static let serial = Atomic<UInt64>(0)

    private let socket: Socket

    var handle: UnsafeMutableRawPointer { socket.handle }

    init(of observed: borrowing Socket, context: LinkContext) throws(LinkError) {
        let events =
            ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
            | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CONNECT_RETRIED
        let endpoint = "inproc://monitor-\(Self.serial.add(1, ordering: .relaxed).newValue)"
        guard zmq_socket_monitor(observed.handle, endpoint, events) == 0 else { throw .last("observing a socket") }
        let socket = try Socket(context, type: ZMQ_PAIR)
        try socket.set(ZMQ_LINGER, Int32(0))
        try socket.connect(endpoint)
        self.socket = socket
    }

    func next() throws(LinkError) -> ConnectionEvent? {
        while let received = try socket.receive() {
            // Two frames: 16 bits of event and 32 of value in the machine's byte order, then the address.
            guard let head = received.frames.first, head.count >= 2 else { continue }
            switch Int32(head[0]) | Int32(head[1]) << 8 {
            case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: return .established
            case ZMQ_EVENT_DISCONNECTED: return .disconnected
            case ZMQ_EVENT_CONNECT_RETRIED: return .retrying
            default: return .refused
            }
        }
        return nil
    }
}
