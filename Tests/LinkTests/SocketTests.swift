import CZeroMQ
import Foundation
import Link
import TestFolders
import Testing

/// A datacentre on loopback with one enrolled gateway, `good`.
private struct Loopback: ~Copyable {
    let directory: TemporaryFolder
    let serverKeys: CurveKeyPair
    let goodKeys: CurveKeyPair
    var server: DatacentreSocket

    init() throws {
        let directory = try TemporaryFolder()
        let enrolled = try EnrolledKeys(directory: directory.path)
        let serverKeys = try CurveKeyPair.generate()
        let goodKeys = try CurveKeyPair.generate()
        try enrolled.enrol(gateway: "good", key: goodKeys.publicKey)
        let server = try DatacentreSocket(
            context: LinkContext(), endpoint: "tcp://127.0.0.1:*", keys: serverKeys, enrolled: enrolled)
        self.directory = directory
        self.serverKeys = serverKeys
        self.goodKeys = goodKeys
        self.server = server
    }

    func client(_ keys: CurveKeyPair, server key: CurvePublicKey? = nil) throws -> GatewaySocket {
        try GatewaySocket(
            context: LinkContext(), endpoint: server.endpoint, keys: keys, serverKey: key ?? serverKeys.publicKey)
    }

    /// Lets the server work for a while and returns what it received.
    mutating func serve(milliseconds: Int, until done: ([DatacentreSocket.Message]) throws -> Bool = { _ in false })
        throws -> [DatacentreSocket.Message]
    {
        var messages: [DatacentreSocket.Message] = []
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while ContinuousClock.now < end, try !done(messages) {
            try server.wait(milliseconds: 5)
            while let message = try server.receive() { messages.append(message) }
        }
        return messages
    }
}

private func text(_ message: DatacentreSocket.Message) -> String { String(decoding: message.body, as: UTF8.self) }

/// Sends as soon as the connection stands; true when the message was taken.
private func trySend(_ socket: borrowing GatewaySocket, _ body: String) -> Bool {
    (try? socket.send(Array(body.utf8))) ?? false
}

@Suite(.serialized) struct SocketTests {
    @Test("an enrolled gateway is heard under the name of its key, and gets its answer")
    func enrolled() throws {
        var loop = try Loopback()
        let client = try loop.client(loop.goodKeys)
        var sent = false
        let messages = try loop.serve(milliseconds: 5000) { messages in
            if !sent { sent = trySend(client, "hello") }
            return !messages.isEmpty
        }
        let message = try #require(messages.first)
        #expect(message.gateway == "good" && text(message) == "hello")
        #expect(try loop.server.send(Array("answer".utf8), to: message.connection) == .sent)
        try client.wait(milliseconds: 2000)
        var answer: [UInt8]?
        for _ in 0..<100 where answer == nil {
            // An event that nobody takes would end every wait at once.
            while try client.nextConnectionEvent() != nil {}
            try client.wait(milliseconds: 20)
            answer = try client.receive()
        }
        #expect(answer == Array("answer".utf8))
        #expect(try loop.server.send([1], to: [9, 9, 9]) == .unreachable)
    }

    @Test("a key that is not enrolled, a wrong server key and a plain client get nothing, while the good one goes on")
    func intruders() throws {
        var loop = try Loopback()
        let good = try loop.client(loop.goodKeys)
        let stranger = try loop.client(.generate())
        let misled = try loop.client(loop.goodKeys, server: CurveKeyPair.generate().publicKey)
        let plain = PlainClient(endpoint: loop.server.endpoint)
        var count = 0
        let messages = try loop.serve(milliseconds: 4000) { messages in
            if trySend(good, "good \(count)") { count += 1 }
            let isTaken = trySend(stranger, "stranger") || trySend(misled, "misled")
            #expect(!isTaken)
            plain.send("plain")
            return messages.count >= 200
        }
        #expect(messages.count >= 200)
        #expect(messages.allSatisfy { $0.gateway == "good" && text($0).hasPrefix("good") })
        #expect(loop.server.refusedHandshakes >= 1)
        #expect(plain.receive() == nil)
        let isToldSo = try nextEvent(stranger) { $0 == .refused }
        #expect(isToldSo)
    }

    @Test("a revoked key cannot connect again")
    func revoked() throws {
        var loop = try Loopback()
        try FileManager.default.removeItem(atPath: loop.directory.path + "/good.pub")
        Thread.sleep(forTimeInterval: 1.1)
        let client = try loop.client(loop.goodKeys)
        let messages = try loop.serve(milliseconds: 700) { _ in
            let isTaken = trySend(client, "x")
            #expect(!isTaken)
            return false
        }
        #expect(messages.isEmpty && loop.server.refusedHandshakes >= 1)
    }

    @Test("a port in use is said, with the port")
    func portInUse() throws {
        let loop = try Loopback()
        let endpoint = loop.server.endpoint
        let error = #expect(throws: LinkError.self) {
            _ = try DatacentreSocket(
                context: LinkContext(), endpoint: endpoint, keys: .generate(),
                enrolled: EnrolledKeys(directory: loop.directory.path))
        }
        #expect(error?.code == .portInUse && error?.message.contains(endpoint) == true)
        let bad = #expect(throws: LinkError.self) {
            _ = try DatacentreSocket(
                context: LinkContext(), endpoint: "nonsense", keys: .generate(),
                enrolled: EnrolledKeys(directory: loop.directory.path))
        }
        #expect(bad?.code == .badEndpoint)
    }

    @Test("a message beyond the limit is not received, and the gateway can go on afterwards")
    func oversize() throws {
        var loop = try Loopback()
        let client = try loop.client(loop.goodKeys)
        var sentLarge = false
        let messages = try loop.serve(milliseconds: 6000) { messages in
            if !sentLarge {
                sentLarge = (try? client.send([UInt8](repeating: 0, count: LinkLimits.messageBytes + 1))) ?? false
            } else {
                _ = trySend(client, "small")
            }
            return messages.contains { text($0) == "small" }
        }
        #expect(sentLarge)
        #expect(messages.contains { text($0) == "small" })
        #expect(messages.allSatisfy { $0.body.count <= LinkLimits.messageBytes })
    }

    private func nextEvent(_ socket: borrowing GatewaySocket, _ wanted: (ConnectionEvent) -> Bool) throws -> Bool {
        for _ in 0..<50 {
            while let event = try socket.nextConnectionEvent() {
                if wanted(event) { return true }
            }
            try socket.wait(milliseconds: 20)
        }
        return false
    }
}

/// A ZeroMQ client without CURVE.
private final class PlainClient {
    private let context = zmq_ctx_new()
    private let socket: UnsafeMutableRawPointer?

    init(endpoint: String) {
        socket = zmq_socket(context, ZMQ_DEALER)
        var linger: Int32 = 0
        zmq_setsockopt(socket, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
        zmq_connect(socket, endpoint)
    }

    deinit {
        zmq_close(socket)
        zmq_ctx_term(context)
    }

    func send(_ text: String) {
        zmq_send(socket, text, text.utf8.count, ZMQ_DONTWAIT)
    }

    func receive() -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let size = zmq_recv(socket, &buffer, buffer.count, ZMQ_DONTWAIT)
        return size < 0 ? nil : size
    }
}
