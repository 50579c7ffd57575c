import Analysis
import ArgumentParser
import CameraFile
import Footage
import Foundation
import Scene

/// `vigie calibrate`: what makes numbers right in front of one camera.
struct CalibrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Make a camera's numbers right.",
        subcommands: [
            CalibrateGroundCommand.self, CalibrateCountCommand.self, CalibrateSpotCommand.self,
            CalibrateFeaturesCommand.self,
        ])
}

/// `vigie calibrate count`: 10 to 20 counted frames make counts good.
struct CalibrateCountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "Fit counts to frames that somebody has counted, or suggest which frames to count.",
        discussion: """
            First the frames worth counting, as pictures, with a table to fill in; then the fit, which is written into \
            the camera file:

              vigie calibrate count mall.mp4 --camera-file mall.yaml --suggest 20 --out counting/
              vigie calibrate count mall.mp4 --camera-file mall.yaml --counts counting/counts.csv
            """)

    @Argument(help: "Footage of the camera.")
    var source: String

    @OptionGroup var options: SourceOptions

    @Option(help: ArgumentHelp("The counts: a CSV file with the columns frame,zone,count.", valueName: "file"))
    var counts: String?

    @Option(help: ArgumentHelp("How many frames to suggest.", valueName: "number"))
    var suggest: Int?

    @Option(help: ArgumentHelp("With --suggest: the folder for pictures and table.", valueName: "folder"))
    var out: String?

    @Flag(help: "Print results and errors as JSON.")
    var json = false

    func validate() throws {
        guard options.cameraFile != nil else { throw ValidationError("--camera-file is needed.") }
        guard (counts == nil) != (suggest == nil) else {
            throw ValidationError("Give either --counts or --suggest with --out.")
        }
        guard (suggest == nil) == (out == nil) else { throw ValidationError("--suggest and --out belong together.") }
        if let suggest, !(1...1000).contains(suggest) { throw ValidationError("--suggest must be from 1 to 1000.") }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) {
            let configuration = try options.configuration()
            if let suggest, let out { try writeSuggestions(suggest, into: out, configuration) }
            if let counts { try writeFits(of: counts, configuration) }
        }
    }

    private func writeSuggestions(_ number: Int, into folder: String, _ configuration: CameraConfiguration) throws {
        let chosen = try CountSuggestions(configuration: configuration).write(number, into: folder) {
            try options.open(source)
        }
        let table = URL(filePath: folder).appending(path: CountSuggestions.tableName)
        let result = CountResult.suggested(frames: chosen, table: table.relativePath)
        print(json ? result.line : result.sentence)
    }

    private func writeFits(of table: String, _ configuration: CameraConfiguration) throws {
        guard let cameraFile = options.cameraFile else { return }
        let zones = Set(configuration.zones.filter { $0.kind == .analysis }.map(\.id))
        let counts = try CountTable(file: table, zones: zones)
        let fits = try CountFitting(configuration: configuration, file: table)
            .fit(counts, in: try options.open(source))
        for fitted in fits {
            try CameraFile.writeDensityFit(fitted.fit, to: cameraFile)
            let result = CountResult.fitted(fitted.fit, doubts: fitted.doubts)
            print(json ? result.line : result.sentence)
        }
    }
}
