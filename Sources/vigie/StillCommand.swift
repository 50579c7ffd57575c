import Analysis
import ArgumentParser
import Detectors
import Events
import Footage
import Foundation
import Governance
import Scene

/// `vigie still`: what was left there, without the people.
struct StillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "still",
        abstract: "Compose a picture of an object that was left: the empty place and the object, nobody else.",
        discussion: """
            Made on request only, from a recording: the learnt background, with what has stood still where an object stands \
            alone. Privacy zones are black. Only accounts in the group vigie-evidence may ask, root not excepted. Which account \
            asks, why, and whether it may is appended to --audit before anything is written.

              sudo groupadd -f vigie-evidence && sudo usermod -aG vigie-evidence durand
              vigie still alert.mp4 --camera-file square.yaml --at 42 --out still.png \\
                --reason 'verdict on event b-17' --audit /var/log/vigie/stills.jsonl

            Exit codes: 0 done, 64 usage, 65 nothing stood alone then, 66 source unreadable, 73 audit or picture not \
            written, 77 this account may not ask.
            """)

    @Argument(help: "The recording.")
    var source: String

    @OptionGroup var options: SourceOptions

    @Option(help: ArgumentHelp("Seconds from the recording's start.", valueName: "seconds"))
    var at: Double

    @Option(help: ArgumentHelp("The picture to write (PNG).", valueName: "file"))
    var out: String

    @Option(help: ArgumentHelp("What it is needed for.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("The file to which the request is appended.", valueName: "file"))
    var audit: String

    func validate() throws {
        guard at.isFinite, at >= 0 else { throw ValidationError("--at must be 0 or more.") }
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason must say something.") }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: false) { try compose() }
    }

    private func compose() throws {
        let configuration = try options.configuration()
        let account = Account.current
        guard account.maySeeEvidence else {
            try audit(configuration, account)
            throw CommandFailure(
                code: "E-AUD-002",
                message:
                    "the account '\(account.name)' may not ask for stills: it is not in the group \(Account.evidenceGroup)",
                place: nil,
                remedy: "Let the administrator run: groupadd -f \(Account.evidenceGroup) && "
                    + "usermod -aG \(Account.evidenceGroup) \(account.name); then log in again.", exitCode: EX_NOPERM)
        }
        var request = StillRequest(configuration: configuration)
        guard let still = try request.still(of: options.open(source), at: at) else {
            throw CommandFailure(
                code: "E-EVT-005", message: "no object stood alone at \(at) s", place: source,
                remedy: "Give a time between an event's start and its end.", exitCode: EX_DATAERR)
        }
        try audit(configuration, account)
        try still.pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            try PictureWriter.writePNG(
                LumaPicture(base: base, width: still.width, height: still.height, stride: still.width), to: out)
        }
    }

    /// Writes down who asks and whether they may.
    private func audit(_ configuration: CameraConfiguration, _ account: Account) throws {
        do {
            try StillAudit(
                time: "\(Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))",
                camera: configuration.cameraID, source: source, seconds: at, by: account, reason: reason
            ).append(to: audit)
        } catch {
            throw CommandFailure(
                code: "E-AUD-001", message: "the request cannot be recorded, so no picture is made", place: audit,
                remedy: "Check that the folder exists, may be written and has space left.", exitCode: EX_CANTCREAT)
        }
    }
}
