import CZeroMQ

/// One ZeroMQ socket. Used from the thread that made it only.
struct Socket: ~Copyable {
    let handle: UnsafeMutableRawPointer
    /// Held so that the context outlives the socket: `zmq_ctx_term` waits for ever for open sockets.
    private let context: LinkContext

    init(_ context: LinkContext, type: Int32) throws(LinkError) {
        guard let handle = zmq_socket(context.handle, type) else { throw .last("making a ZeroMQ socket") }
        self.handle = handle
        self.context = context
    }

    deinit {
        zmq_close(handle)
    }

    func set(_ option: Int32, _ value: Int32) throws(LinkError) {
        var value = value
        guard zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw .last("setting option \(option) of a socket")
        }
    }

    func set(_ option: Int32, _ value: Int64) throws(LinkError) {
        var value = value
        guard zmq_setsockopt(handle, option, &value, MemoryLayout<Int64>.size) == 0 else {
            throw .last("setting option \(option) of a socket")
        }
    }

    func set(_ option: Int32, _ text: String) throws(LinkError) {
        guard zmq_setsockopt(handle, option, text, text.utf8.count) == 0 else {
            throw .last("setting option \(option) of a socket")
        }
    }

    /// The address that a bind chose.
    func boundEndpoint() throws(LinkError) -> String {
        var text = [CChar](repeating: 0, count: 256)
        var size = text.count
        guard zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &text, &size) == 0 else { throw .last("reading the endpoint") }
        return String(decoding: text.prefix(max(0, size - 1)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func bind(_ endpoint: String) throws(LinkError) {
        guard zmq_bind(handle, endpoint) == 0 else {
            switch zmq_errno() {
            case EADDRINUSE: throw LinkError(.portInUse, "cannot listen on \(endpoint): the port is in use")
            case EINVAL, EPROTONOSUPPORT, ENODEV, EADDRNOTAVAIL, EACCES:
                let reason = String(cString: zmq_strerror(zmq_errno()))
                throw LinkError(.badEndpoint, "cannot listen on \(endpoint): \(reason)")
            default: throw .last("listening on \(endpoint)")
            }
        }
    }

    func connect(_ endpoint: String) throws(LinkError) {
        guard zmq_connect(handle, endpoint) == 0 else {
            let reason = String(cString: zmq_strerror(zmq_errno()))
            throw LinkError(.badEndpoint, "cannot connect to \(endpoint): \(reason)")
        }
    }

    /// What became of a message that was to be sent.
    enum Sending {
        case sent
        /// The queue to the peer is full, or nobody is connected.
        case wouldBlock
        /// The peer is gone (a router only).
        case unreachable
    }

    /// Sends the frames of one message without waiting.
    func send(_ frames: [[UInt8]]) throws(LinkError) -> Sending {
        for (index, frame) in frames.enumerated() {
            let flags = ZMQ_DONTWAIT | (index + 1 < frames.count ? ZMQ_SNDMORE : 0)
            while zmq_send(handle, frame, frame.count, flags) < 0 {
                switch zmq_errno() {
                case EINTR: continue
                case EAGAIN: return .wouldBlock
                case EHOSTUNREACH: return .unreachable
                default: throw .last("sending")
                }
            }
        }
        return .sent
    }

    /// One message with the identity that the authenticator gave its sender.
    struct Received {
        var frames: [[UInt8]]
        var userID: String?
    }

    /// The next message; `nil` when none waits.
    func receive() throws(LinkError) -> Received? {
        var received = Received(frames: [], userID: nil)
        var more = true
        while more {
            var frame = try Frame()
            guard try frame.receive(from: handle) else { return nil }
            received.frames.append(frame.bytes)
            received.userID = frame.userID ?? received.userID
            more = frame.hasMore
        }
        return received
    }
}

/// Owns one `zmq_msg_t`, at one address from beginning to end as libzmq asks.
private struct Frame: ~Copyable {
    private let message: UnsafeMutablePointer<zmq_msg_t>

    init() throws(LinkError) {
        message = .allocate(capacity: 1)
        zmq_msg_init(message)
    }

    deinit {
        zmq_msg_close(message)
        message.deallocate()
    }

    /// Receives one frame without waiting; false when none waits.
    mutating func receive(from socket: UnsafeMutableRawPointer) throws(LinkError) -> Bool {
        while zmq_msg_recv(message, socket, ZMQ_DONTWAIT) < 0 {
            switch zmq_errno() {
            case EINTR: continue
            case EAGAIN: return false
            default: throw .last("receiving")
            }
        }
        return true
    }

    var bytes: [UInt8] {
        Array(UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message)))
    }

    var hasMore: Bool { zmq_msg_more(message) != 0 }

    var userID: String? { zmq_msg_gets(message, "User-Id").map { String(cString: $0) } }
}

/// Waits until one of the sockets has a message, at most so many milliseconds.
func wait(for sockets: [UnsafeMutableRawPointer], milliseconds: Int) throws(LinkError) {
    var items = sockets.map { zmq_pollitem_t(socket: $0, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0) }
    guard zmq_poll(&items, Int32(items.count), milliseconds) >= 0 || zmq_errno() == EINTR else {
        throw .last("waiting for messages")
    }
}
