import CZeroMQ

/// The ZeroMQ context of a process. Sockets hold it strongly, so it ends after the last of them.
public final class LinkContext: Sendable {
    // A ZeroMQ context may be used from any thread (zmq_ctx_new(3)).
    nonisolated(unsafe) let handle: UnsafeMutableRawPointer

    /// - Parameter peers: connections to be served at once; libzmq refuses those beyond its socket limit.
    public init(peers: Int = 256) throws(LinkError) {
        guard let handle = zmq_ctx_new() else { throw .last("making a ZeroMQ context") }
        self.handle = handle
        let sockets = min(max(1023, 4 * peers), Int(zmq_ctx_get(handle, ZMQ_SOCKET_LIMIT)))
        guard zmq_ctx_set(handle, ZMQ_MAX_SOCKETS, Int32(clamping: sockets)) == 0 else {
            throw .last("setting the limit of sockets")
        }
    }

    deinit {
        while zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
    }
}
