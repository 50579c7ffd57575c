import Foundation
import Glibc

/// A client so small that nothing stands between the test and the bytes: one connection, one request, read with a
/// deadline.
final class RawClient {
    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let descriptor = descriptor
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw POSIXError(.ECONNREFUSED) }
        var timeout = timeval(tv_sec: 0, tv_usec: 100_000)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    func send(_ path: String, host: String = "127.0.0.1", headers: [String] = [], close: Bool = true) {
        let lines = ["GET \(path) HTTP/1.1", "Host: \(host)"] + headers + (close ? ["Connection: close"] : [])
        let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// Reads until the text holds something, or the peer closes, or the time is over; gives all that came so far.
    func text(until needle: String? = nil, within seconds: Double = 10) async throws -> String {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let text = String(decoding: received, as: UTF8.self)
            if let needle, text.contains(needle) { return text }
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = read(descriptor, &bytes, bytes.count)
            if count > 0 {
                received += bytes.prefix(count)
            } else if count == 0 {
                return String(decoding: received, as: UTF8.self)
            } else {
                await Task.yield()
            }
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// One whole answer.
    static func get(
        _ path: String, port: Int, host: String = "127.0.0.1"
    ) async throws -> Answer {
        let client = try RawClient(port: port)
        client.send(path, host: host)
        let text = try await client.text()
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let head = parts[0].split(separator: "\r\n")
        let status = Int(head.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
        let fields = head.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }.filter { $0.count == 2 }
        let headers = Dictionary(
            fields.map { ($0[0].lowercased(), $0[1].trimmingCharacters(in: .whitespaces)) }, uniquingKeysWith: { $1 })
        return Answer(status: status, headers: headers, body: parts.count > 1 ? String(parts[1]) : "")
    }
}
