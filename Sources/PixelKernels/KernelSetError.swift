/// What the environment asks for cannot be had.
public struct KernelSetError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: String, Sendable {
        case unknown = "E-KRN-001"
        case unavailable = "E-KRN-002"
    }

    public let code: Code
    public let name: String

    public var message: String {
        switch code {
        case .unknown: "there is no kernel set '\(name)'"
        case .unavailable: "this processor cannot run the kernel set '\(name)'"
        }
    }

    public var remedy: String {
        let names = KernelSet.available.map(\.rawValue).joined(separator: ", ")
        return "Unset \(KernelSet.variable), or set it to one of \(names)."
    }

    public var description: String { "\(code.rawValue) \(KernelSet.variable): \(message). \(remedy)" }
}
