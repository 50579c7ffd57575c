internal import Foundation
public import Scene

/// The authorisations of a gateway: those that hold the authority's signature, and what is wrong with the others.
public struct AuthorisationFolder: Sendable {
    public private(set) var authorisations: [Authorisation] = []
    /// One text for each file that arms nothing: what, where, how to fix it.
    public private(set) var refusals: [AuthorisationError] = []

    /// Reads every `*.yaml` of the folder, in the order of the names; a folder that is not there holds none.
    public init(path: String, authority: AuthorityKey) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted() where name.hasSuffix(".yaml") && !name.hasPrefix(".") {
            do {
                authorisations.append(try AuthorisationFile.load(path: "\(path)/\(name)", authority: authority))
            } catch {
                refusals.append(error)
            }
        }
    }
}
