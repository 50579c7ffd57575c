import Analysis
import ArgumentParser
import Foundation

/// `vigie calibrate features`: the numbers behind the counts.
struct CalibrateFeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Print what each frame shows of persons, zone by zone, before any model.",
        discussion: """
            The generic count model is learnt from these lines and the truth of rendered scenes:

              vigie calibrate features crowd.mp4 --camera-file crowd.yaml > crowd.features.jsonl
            """)

    @Argument(help: "Footage of the camera.")
    var source: String

    @OptionGroup var options: SourceOptions

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: false) {
            let output = try LineOutput(path: "-")
            try FeatureLines(configuration: try options.configuration())
                .write(of: try options.open(source), to: output.write(line:))
            try output.flush()
        }
    }
}
