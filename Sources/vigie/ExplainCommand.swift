import Analysis
import ArgumentParser
import Events
import Footage
import Foundation

/// `vigie explain`: an event as a sentence and a small picture.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say in a sentence what an event means: what was measured, where, against what, how rare.",
        discussion: """
            EVENT is a file with one event, or what `vigie analyse` wrote; - is standard input. The picture shows the \
            place and the last values, drawn from the event alone: no pixel of the camera is in it.

              vigie explain event.json --png event.png
              vigie analyse night.mp4 --out - | vigie explain -
            """)

    @Argument(help: "The event, or - for standard input.")
    var event: String

    @Option(help: ArgumentHelp("Where to draw the first event.", valueName: "file"))
    var png: String?

    func run() throws {
        try CommandFailure.guarding(asJSON: false) {
            let all = try EventFile.read(event).compactMap { record -> (Record, Event)? in
                guard case .event(let event) = record.report.payload else { return nil }
                return (record, event)
            }
            // Of a life the start says what there is to say.
            let starts = all.filter { $0.1.phase == .start }
            let events = starts.isEmpty ? all : starts
            guard let first = events.first else {
                throw CommandFailure(
                    code: "E-EVT-003", message: "there is no event in it", place: event,
                    remedy: "Nothing was raised, or another file was meant.", exitCode: EX_DATAERR)
            }
            for (record, event) in events {
                print("\(record.report.time) \(EventExplanation.sentence(event, cameraID: record.report.cameraID))")
            }
            if let png { try draw(first.1, to: png) }
        }
    }

    private func draw(_ event: Event, to path: String) throws {
        let picture = ExplanationPicture(event)
        try picture.pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            try PictureWriter.writePNG(
                LumaPicture(
                    base: base, width: ExplanationPicture.width, height: ExplanationPicture.height,
                    stride: ExplanationPicture.width), to: path)
        }
    }
}
