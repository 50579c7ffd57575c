import CZeroMQ

/// Why a link could not be made, or a key not be used.
public struct LinkError: Error, Sendable, Hashable {
    /// Stable identifier of a kind of error.
    public enum Code: String, CaseIterable, Sendable {
        case portInUse = "E-LNK-001"
        case badEndpoint = "E-LNK-002"
        case badKey = "E-LNK-003"
        case publishedKey = "E-LNK-004"
        case keyFile = "E-LNK-005"
        case enrolment = "E-LNK-006"
        case system = "E-LNK-007"
    }

    public var code: Code
    public var message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What libzmq says of its last call.
    static func last(_ action: String) -> LinkError {
        LinkError(.system, "\(action): \(String(cString: zmq_strerror(zmq_errno())))")
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .portInUse: "Stop the program that has the port, or choose another one."
        case .badEndpoint: "Write it as tcp://ADDRESS:PORT, with an address of this machine when it is to listen."
        case .badKey: "Give the 40 characters that `key` prints, in quotes: a shell reads some of them."
        case .publishedKey: "Make a key of your own: everybody knows the secret that belongs to this one."
        case .keyFile: "Check that the file exists, belongs to this user and has mode 0600."
        case .enrolment: "Check the gateway's name and its key in the folder of enrolled keys."
        case .system: "Check the limits of this machine (open files, memory) and start again."
        }
    }
}

extension LinkError: CustomStringConvertible {
    public var description: String {
        "\(code.rawValue) \(message). \(remedy)"
    }
}
