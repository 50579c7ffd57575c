internal import Crypto
internal import Foundation
internal import Scene
internal import StrictYAML

extension CameraFile {
    /// Reads the density network that a camera file names. It must have the SHA-256 that stands there, and beside it
    /// `FILE.md`, its model card, which must name the same SHA-256: nobody uses weights whose data and terms are unknown.
    /// - Parameter file: the camera file; the path is relative to its folder.
    static func readNetwork(
        _ named: DensitySettings.NamedNetwork, of file: String
    ) throws(CameraFileError) -> DensityNetworkFile {
        let path = URL(fileURLWithPath: named.path, relativeTo: URL(fileURLWithPath: file).deletingLastPathComponent())
            .path
        func refuse(_ number: IssueNumber, _ message: String, _ remedy: String) -> CameraFileError {
            CameraFileError(
                file: file, number: number, message: "density network \(named.path): \(message)", remedy: remedy)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw refuse(.networkUnreadable, "it cannot be read", "check the path, which starts at the camera file")
        }
        let hash = SHA256.hash(data: data).hexadecimal
        guard hash == named.sha256 else {
            throw refuse(
                .networkHash, "its SHA-256 is \(hash)", "use the file that was meant, or write this SHA-256 down")
        }
        let card = FileManager.default.contents(atPath: path + ".md").flatMap { String(validating: $0, as: UTF8.self) }
        guard let card, card.contains(hash) else {
            throw refuse(
                .networkWithoutCard, "it has no model card \(named.path).md that names its SHA-256",
                "put the card that came with the weights beside them")
        }
        do {
            return try DensityNetworkFile(bytes: Array(data))
        } catch {
            throw refuse(.networkRefused, error.rawValue, "use weights that models/density/train_network.py wrote")
        }
    }
}
