import ArgumentParser
import Foundation
import Link

/// The folder of one datacentre service: database, key pair, enrolled gateways.
struct DataDirectory {
    let path: String

    /// Makes the folder, readable for its owner only.
    func create() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ValidationError("--data: cannot make \(path): \(error.localizedDescription)")
        }
    }

    /// The datacentre's key pair, made at first use.
    func keyPair() throws -> CurveKeyPair { try CurveKeyPair.loadOrGenerate(at: path + "/fusion.key") }

    func enrolledKeys() throws -> EnrolledKeys { try EnrolledKeys(directory: path + "/enrolled") }
}
