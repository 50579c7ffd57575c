import Analysis
import ArgumentParser
import Detectors
import Foundation

/// `vigie learn`: what is normal in front of one camera.
struct LearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn from footage what is normal in front of one camera.",
        discussion: """
            Give footage without anything unusual, several files if need be: what is learnt adds up.

              vigie learn monday.mp4 tuesday.mp4 --camera-file cam-1.yaml --out cam-1.model
            """)

    @Argument(help: "Footage of one camera, in any number of sources.")
    var sources: [String]

    @Option(help: ArgumentHelp("The model to write; an existing one is replaced.", valueName: "file"))
    var out: String

    @OptionGroup var options: SourceOptions

    @Flag(help: "Print the summary and errors as JSON.")
    var json = false

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) { try learn() }
    }

    private func learn() throws {
        let configuration = try options.configuration()
        var learning = Learning(configuration: configuration)
        defer { StandardError.endProgress() }
        for source in sources {
            try learning.learn(from: options.open(source, plan: configuration.decodePlan)) {
                StandardError.progress("\(source): \($0.sentence)")
            }
        }
        let summary = try learning.save(to: out)
        StandardError.endProgress()
        if json { print(summary.line) } else { StandardError.write("\(out): \(summary.sentence)") }
    }
}
