import CZeroMQ

/// A public key of CurveZMQ (Curve25519): who a gateway or the datacentre is.
public struct CurvePublicKey: Sendable, Hashable, CustomStringConvertible {
    /// 40 characters of Z85 (ZeroMQ RFC 32).
    public let z85: String

    /// Refuses what is no key, and the example keys of `zmq_curve(7)`, whose secrets are printed beside them.
    public init(z85: String) throws(LinkError) {
        _ = try z85Bytes(z85)
        guard !publishedKeys.contains(z85) else {
            throw LinkError(.publishedKey, "the key \(z85) is an example from the manual page zmq_curve(7)")
        }
        self.z85 = z85
    }

    /// The key as libzmq hands it to an authenticator.
    init(bytes: [UInt8]) throws(LinkError) {
        var text = [CChar](repeating: 0, count: z85Length + 1)
        guard bytes.count == 32, zmq_z85_encode(&text, bytes, 32) != nil else {
            throw LinkError(.badKey, "a key has 32 bytes, not \(bytes.count)")
        }
        try self.init(z85: String(decoding: text.prefix(z85Length).map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    public var description: String { z85 }
}

/// A key pair of CurveZMQ. Its description shows the public half only.
public struct CurveKeyPair: Sendable, CustomStringConvertible {
    public let publicKey: CurvePublicKey
    /// 40 characters of Z85. Written to the key file, given to libzmq, shown nowhere.
    let secretZ85: String

    /// Makes a new pair from the system's random numbers.
    public static func generate() throws(LinkError) -> CurveKeyPair {
        var publicText = [CChar](repeating: 0, count: z85Length + 1)
        var secretText = [CChar](repeating: 0, count: z85Length + 1)
        guard zmq_curve_keypair(&publicText, &secretText) == 0 else { throw .last("making a key pair") }
        return try CurveKeyPair(secretZ85: text(secretText))
    }

    /// The pair that belongs to a secret key.
    init(secretZ85: String) throws(LinkError) {
        _ = try z85Bytes(secretZ85)
        var publicText = [CChar](repeating: 0, count: z85Length + 1)
        guard zmq_curve_public(&publicText, secretZ85) == 0 else {
            throw LinkError(.badKey, "no public key belongs to the secret key")
        }
        publicKey = try CurvePublicKey(z85: text(publicText))
        self.secretZ85 = secretZ85
    }

    public var description: String { "key pair of \(publicKey)" }
}

private let z85Length = 40

/// The public and secret keys printed in zmq_curve(7).
private let publishedKeys: Set = [
    "Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs",
    "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", "JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6",
]

private func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix(z85Length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// The 32 bytes of a key, with an error that does not repeat the text: it may be a secret.
private func z85Bytes(_ text: String) throws(LinkError) -> [UInt8] {
    guard text.utf8.count == z85Length else {
        throw LinkError(.badKey, "a key has \(z85Length) characters, not \(text.utf8.count)")
    }
    // libzmq reads outside its table on other characters.
    guard text.utf8.allSatisfy(z85Alphabet.contains) else {
        throw LinkError(.badKey, "the key has a character that Z85 has not")
    }
    var bytes = [UInt8](repeating: 0, count: 32)
    guard zmq_z85_decode(&bytes, text) != nil else { throw LinkError(.badKey, "the key is not Z85") }
    return bytes
}

private let z85Alphabet = Set(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#".utf8)
