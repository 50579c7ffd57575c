import ChildProcesses
import FoundationEssentials
import Glibc
public import Scene

/// What the node answers to an order for one of its agents, one JSON object in a packet each: `nil` when it was done, otherwise why not.
public struct ControlAnswer: Sendable, Hashable, Codable {
    public var refusal: String?

    public init(refusal: String? = nil) {
        self.refusal = refusal
    }
}

/// The node's end of `DATA/control`: a Unix socket that only the account of the node (and root) can reach.
final class ControlSocket {
    /// Longest packet in bytes, and most that may have connected without having asked yet.
    static let longestPacket = 4096, mostConnections = 8

    private let listener: Int32
    private var connections: [Int32] = []

    /// - Throws: `E-NOD-007` when the socket cannot be made.
    init(path: String) throws(NodeError) {
        unlink(path)
        listener = socket(AF_UNIX, controlSocketType, 0)
        guard listener >= 0, withAddress(of: path, { bind(listener, $0, $1) }) == 0, chmod(path, 0o600) == 0,
            listen(listener, Int32(Self.mostConnections)) == 0
        else {
            let reason = String(cString: strerror(errno))
            close(listener)
            throw .noControl(path, reason: reason)
        }
    }

    deinit { for descriptor in [listener] + connections { close(descriptor) } }

    /// To be waited for.
    var descriptors: [Int32] { [listener] + connections }

    /// Takes what was asked since, and answers it. Never waits.
    func serve(_ answer: (AgentOrder, _ account: String) -> ControlAnswer) {
        accept()
        connections.removeAll { connection in
            var bytes = [UInt8](repeating: 0, count: Self.longestPacket)
            let count = recv(connection, &bytes, bytes.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EAGAIN || errno == EINTR { return false }
            if count > 0 { reply(to: Data(bytes.prefix(count)), on: connection, answer) }
            close(connection)
            return true
        }
    }

    private func accept() {
        while case let connection = Glibc.accept(listener, nil, nil), connection >= 0 {
            // Who asks nothing makes room.
            if connections.count == Self.mostConnections { close(connections.removeFirst()) }
            connections.append(connection)
        }
    }

    private func reply(
        to packet: Data, on connection: Int32, _ answer: (AgentOrder, _ account: String) -> ControlAnswer
    ) {
        let answer =
            if let order = try? JSONDecoder().decode(AgentOrder.self, from: packet) {
                answer(order, peerAccount(of: connection))
            } else {
                ControlAnswer(refusal: "the request is not understood: this node is of another version")
            }
        let bytes = Array((try? JSONEncoder().encode(answer)) ?? Data())
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }

    /// The name of the account at the other end, or its number.
    private func peerAccount(of connection: Int32) -> String {
        // struct ucred: process, user, group.
        var credentials: [UInt32] = [0, .max, .max]
        var length = socklen_t(MemoryLayout<UInt32>.stride * credentials.count)
        getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &length)
        return getpwuid(credentials[1]).map { String(cString: $0.pointee.pw_name) } ?? "\(credentials[1])"
    }
}

/// The other end: asks the node that runs with a data folder.
public struct ControlClient {
    /// Seconds for which an answer is waited for.
    private static let patience = 10.0

    private let path: String

    public init(settings: NodeSettings) { path = settings.controlPath }

    /// - Throws: `E-NOD-008` when no node answers.
    public func ask(_ order: AgentOrder) throws(NodeError) -> ControlAnswer {
        let connection = socket(AF_UNIX, controlSocketType, 0)
        defer { close(connection) }
        let bytes = Array((try? JSONEncoder().encode(order)) ?? Data())
        guard connection >= 0, withAddress(of: path, { connect(connection, $0, $1) }) == 0,
            send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        else { throw .noNode(path, reason: String(cString: strerror(errno))) }
        var packet = [UInt8](repeating: 0, count: ControlSocket.longestPacket)
        let isReady = !waitUntilReadable([connection], atMost: .seconds(Self.patience)).isEmpty
        let count = isReady ? recv(connection, &packet, packet.count, 0) : 0
        guard count > 0, let answer = try? JSONDecoder().decode(ControlAnswer.self, from: Data(packet.prefix(count)))
        else { throw .noNode(path, reason: "it does not answer") }
        return answer
    }
}

/// Packets with a beginning and an end, in order; nothing waits but who asks for it.
private let controlSocketType = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)

/// Calls with the socket address of a path; -1 with `errno` `ENAMETOOLONG` when the path does not fit into one.
private func withAddress(of path: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
        errno = ENAMETOOLONG
        return -1
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}
