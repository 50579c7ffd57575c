import ArgumentParser
import CameraFile
import Events
import Foundation
import Governance
import Scene

/// `vigie authorisation`: the acts under which cameras watch.
struct AuthorisationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authorisation", abstract: "Look at the acts that arm rules.", subcommands: [Check.self])

    /// `vigie authorisation check FILE…`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check the signature and the text of authorisations, and show what they arm.",
            discussion: """
                An authorisation is a YAML file with the authority's Ed25519 signature beside it:

                  version: 1
                  authorisation: square-2026-12
                  act: "Decree 2026-117"
                  cameras: [square-1, square-2]
                  use_cases: [overdensity, abandoned_object]
                  from: "2026-12-01T00:00:00+01:00"
                  until: "2027-01-05T00:00:00+01:00"

                The authority signs it with its private key, which is nowhere near a gateway:

                  openssl genpkey -algorithm ed25519 -out authority.key
                  openssl pkey -in authority.key -pubout -out authority.pem
                  openssl pkeyutl -sign -rawin -inkey authority.key -in december.yaml -out december.yaml.sig

                  vigie authorisation check december.yaml --authority authority.pem --camera-file square-1.yaml

                Exit codes: 0 all are right, 65 one is refused and arms nothing.
                """)

        @Argument(help: "Authorisations (YAML), each with FILE.sig beside it.")
        var files: [String]

        @Option(help: ArgumentHelp("Public key of the authority (PEM).", valueName: "file"))
        var authority: String

        @Option(help: ArgumentHelp("Show which rules of this camera file are armed now.", valueName: "file"))
        var cameraFile: String?

        func run() throws {
            try CommandFailure.guarding(asJSON: false) { try check() }
        }

        private func check() throws {
            let key = try AuthorityKey(path: authority)
            var acts: [Authorisation] = []
            for file in files {
                do {
                    acts.append(try AuthorisationFile.load(path: file, authority: key))
                    print(Self.summary(of: acts[acts.count - 1], file: file))
                } catch {
                    StandardError.write("\(error)")
                }
            }
            if let cameraFile {
                let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
                print(Self.armed(try CameraFile.load(path: cameraFile), by: acts, at: now))
            }
            guard acts.count == files.count else { throw ExitCode(EX_DATAERR) }
        }

        private static func summary(of act: Authorisation, file: String) -> String {
            """
            \(file): authorisation \(act.id) is right
              cameras      \(act.cameraIDs.sorted().joined(separator: ", "))
              use cases    \(act.useCases.map(\.rawValue).sorted().joined(separator: ", "))
              from         \(act.from)
              until        \(act.until)
            """
        }

        private static func armed(_ camera: CameraConfiguration, by acts: [Authorisation], at now: Timestamp) -> String
        {
            var camera = camera
            camera.authorisations = acts
            let lines = camera.rules.map { rule in
                guard let arming = camera.authorisations(for: rule) else { return "  \(rule.id): needs none" }
                guard let act = arming.first(where: { $0.holds(at: now) }) else {
                    return "  \(rule.id): not authorised"
                }
                return "  \(rule.id): armed by \(act.id) until \(act.until)"
            }
            return (["camera \(camera.cameraID) at \(now)"] + lines).joined(separator: "\n")
        }
    }
}
