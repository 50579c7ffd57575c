internal import Crypto
internal import CryptoExtras
internal import Foundation

/// The public key of the authority that signs authorisations: Ed25519 (RFC 8032) in PEM, as `openssl pkey -pubout` writes it.
public struct AuthorityKey: Sendable {
    private let key: Curve25519.Signing.PublicKey

    /// - Throws: `E-AUT-020`.
    public init(path: String) throws(AuthorisationError) {
        do {
            key = try Curve25519.Signing.PublicKey(pemRepresentation: String(contentsOfFile: path, encoding: .utf8))
        } catch {
            throw AuthorisationError(
                file: path, number: .badAuthority, message: "this is no public Ed25519 key in PEM",
                remedy: "write it with: openssl pkey -in authority.key -pubout -out authority.pem")
        }
    }

    /// Whether the signature is the authority's under exactly these bytes.
    func isSigned(_ content: Data, by signature: Data) -> Bool {
        key.isValidSignature(signature, for: content)
    }
}
