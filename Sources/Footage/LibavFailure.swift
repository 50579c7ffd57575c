import CFFmpeg
import Glibc

/// Tells the causes behind libav's status codes apart.
struct LibavFailure {
    let status: Int32
    let deadline: ReadDeadline

    /// libav's own words for the status.
    private var words: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            av_strerror(status, base, buffer.count)
            return String(cString: base)
        }
    }

    /// The error of a source that did not open.
    func opening(source: String, limits: OpenLimits) -> FootageError {
        if let address = limits.address { return network(address: address, source: source) }
        return file(source: source)
    }

    private func file(source: String) -> FootageError {
        if deadline.stop.isRaised { return FootageError(.stopped, "stopped while opening", source: source) }
        switch status {
        case vigie_averror(ENOENT): return FootageError(.notFound, "no such file", source: source)
        case vigie_averror(EACCES): return FootageError(.notReadable, "permission denied", source: source)
        default: return FootageError(.notVideo, "not a video file that can be read (\(words))", source: source)
        }
    }

    /// The error of a stream that did not open or that broke.
    func network(address: StreamAddress, source: String) -> FootageError {
        if deadline.stop.isRaised { return FootageError(.stopped, "stopped while connecting", source: source) }
        if deadline.didExpire { return FootageError(.timedOut, "no answer in time", source: source) }
        switch status {
        case vigie_averror_unauthorized, vigie_averror_forbidden:
            return FootageError(.unauthorised, "the camera refuses the user or the password", source: source)
        case vigie_averror_not_found, vigie_averror_stream_not_found:
            return FootageError(.streamNotFound, "the camera has no stream of that name", source: source)
        case vigie_averror(ECONNREFUSED):
            return FootageError(.refused, "nothing listens on port \(address.port)", source: source)
        case vigie_averror(EHOSTUNREACH), vigie_averror(ENETUNREACH), vigie_averror(EHOSTDOWN):
            return FootageError(.unreachable, "no route to the host", source: source)
        case vigie_averror(ETIMEDOUT):
            return FootageError(.timedOut, "no answer in time", source: source)
        default:
            guard Self.resolves(host: address.host) else {
                return FootageError(.unknownHost, "the name \(address.host) is not known", source: source)
            }
            return FootageError(.disconnected, "the connection broke (\(words))", source: source)
        }
    }

    /// libav reports an unknown name as a plain I/O error, so the name is asked for again.
    private static func resolves(host: String) -> Bool {
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, nil, &found) == 0 else { return false }
        freeaddrinfo(found)
        return true
    }
}
