import CZeroMQ

/// Answers libzmq's question at each handshake (ZAP, ZeroMQ RFC 27): may this key connect, and who is it?
struct KeyAuthenticator: ~Copyable {
    /// The name of the one domain of sockets that asks here.
    static let domain = "vigie"

    private let socket: Socket
    private let enrolled: EnrolledKeys
    private(set) var refused = 0

    var handle: UnsafeMutableRawPointer { socket.handle }

    init(context: LinkContext, enrolled: EnrolledKeys) throws(LinkError) {
        let socket = try Socket(context, type: ZMQ_REP)
        try socket.set(ZMQ_LINGER, Int32(0))
        try socket.bind("inproc://zeromq.zap.01")
        self.enrolled = enrolled
        self.socket = socket
    }

    /// Answers every question that waits.
    mutating func answer() throws(LinkError) {
        while let question = try socket.receive() {
            _ = try socket.send(reply(to: question.frames))
        }
    }

    /// Question: version, request id, domain, address, routing id, mechanism, key. Answer: version, request id, status
    /// code, text, user id, metadata.
    private mutating func reply(to frames: [[UInt8]]) -> [[UInt8]] {
        let id = frames.count > 1 ? frames[1] : []
        let head = [Array("1.0".utf8), id]
        guard let gateway = gateway(for: frames) else {
            refused += 1
            return head + [Array("400".utf8), Array("the key is not enrolled".utf8), [], []]
        }
        return head + [Array("200".utf8), Array("OK".utf8), Array(gateway.utf8), []]
    }

    private func gateway(for frames: [[UInt8]]) -> String? {
        guard frames.count == 7, frames[2] == Array(Self.domain.utf8), frames[5] == Array("CURVE".utf8),
            let key = try? CurvePublicKey(bytes: frames[6])
        else { return nil }
        return enrolled.gateway(of: key)
    }
}
