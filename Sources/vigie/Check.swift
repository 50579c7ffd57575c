import ArgumentParser
import CameraFile
import Events
import Foundation
import Scene

/// `vigie check FILE…`: reads camera files as an agent would, and says what it understood.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check camera files and show what they say.",
        discussion: """
            Every error comes with its line, column and remedy, all errors of a file at once.

            Example: vigie check fixtures/cameras/bag.yaml

            Exit codes: 0 all files are right, 65 one is wrong or cannot be read.
            """)

    @Argument(help: "Camera files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    func run() throws {
        var isRight = true
        for file in files {
            do {
                print(Self.summary(of: try CameraFile.load(path: file), file: file))
            } catch {
                isRight = false
                FileHandle.standardError.write(Data("\(error)\n".utf8))
            }
        }
        guard isRight else { throw ExitCode(65) }
    }

    static func summary(of camera: CameraConfiguration, file: String) -> String {
        var lines = ["\(file): camera \(camera.cameraID) is right"]
        if let source = camera.source {
            lines.append("  source       \(source.url)" + (source.credentials.map { ", credentials \($0)" } ?? ""))
        }
        lines.append("  analysis     \(camera.analysis.framesPerSecond) frames/s at width \(camera.analysis.width)")
        lines.append("  decode       \(describe(camera.decode))")
        lines += camera.zones.map { zone in
            let share = (zone.polygon.area * 1000).rounded() / 10
            return "  zone         \(zone.id): \(zone.kind.rawValue), \(share) % of the picture"
        }
        lines += camera.lines.map { "  line         \($0.id): \($0.direction.rawValue), \($0.mode.rawValue)" }
        lines.append("  calibration  \(camera.calibration.map(describe) ?? "none: sizes and distances are guessed")")
        lines += camera.rules.map { "  rule         \($0.id): \(describe($0))" }
        if let network = camera.density.network?.file {
            lines.append("  network      \(network.name), terms of its data: \(network.terms)")
        }
        lines += camera.density.fits.map { "  counts       \($0.zoneID): fitted on \($0.labels) counted frames" }
        if camera.decode == .keyframes {
            lines += camera.rules.filter(\.needsMotion).map {
                "  warning      \($0.id): key pictures show no motion, this rule cannot work with \"decode: keyframes\""
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func describe(_ policy: DecodePolicy) -> String {
        switch policy {
        case .full: "full: every picture"
        case .economy: "economy: the pictures that the analysis needs, without the loop filter"
        case .keyframes: "keyframes: counts and objects at the rate of the key pictures, no motion"
        case .auto: "auto: as economy; less when the machine cannot keep up"
        }
    }

    private static func describe(_ calibration: Calibration) -> String {
        switch calibration {
        case .bars(let bars): "\(bars.count) bars"
        case .points(let points): "\(points.count) ground points"
        }
    }

    private static func describe(_ rule: Rule) -> String {
        "\(rule.useCase.rawValue) in \(rule.zoneID), \(describe(rule.condition)), "
            + "mode \(rule.mode.rawValue), cooldown \(rule.cooldown) s"
    }

    private static func describe(_ condition: Rule.Condition) -> String {
        switch condition {
        case .overdensity(let threshold, let unit, let hold, let exitShare, let exitHold):
            "from \(threshold) \(unit.rawValue) held \(hold) s to below \(threshold * exitShare) held \(exitHold) s"
        case .abandonedObject(let warnAfter, let alertAfter):
            "warning after \(warnAfter) s, alert after \(alertAfter) s"
        case .removedObject: "as soon as it is seen"
        case .wrongDirection(let degrees?, let hold): "expected direction \(degrees)° held \(hold) s"
        case .wrongDirection(nil, let hold): "against the learnt direction held \(hold) s"
        case .anomalyFlow(let purpose, let perDay): "purpose \(purpose.rawValue), \(perDay) false alarms a day"
        case .crowdMovement(let kinds, let hold):
            "\(kinds.map(\.rawValue).sorted().joined(separator: ", ")) held \(hold) s"
        case .forbiddenZone(nil, let hold): "always, held \(hold) s"
        case .forbiddenZone(let schedule?, let hold):
            "in \(schedule.windows.count) weekly windows of \(schedule.clock.timeZone), held \(hold) s"
        case .cameraIntegrity: "whole camera"
        }
    }
}
