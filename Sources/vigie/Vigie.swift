import Analysis
import ArgumentParser

/// The technician's and administrator's command line.
@main
struct Vigie: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vigie",
        abstract: "Numbers and attention signals about places, never about persons.",
        discussion: """
            Try a configuration on yesterday's footage:

              vigie analyse yesterday.mp4 --camera-file cam-1.yaml --out yesterday.jsonl
            """,
        version: AgentVersion.current,
        subcommands: [
            AnalyseCommand.self,
            LearnCommand.self,
            ExplainCommand.self,
            StillCommand.self,
            CalibrateCommand.self,
            ZoneCommand.self,
            BenchCommand.self,
            DoctorCommand.self,
            Check.self,
            AuthorisationCommand.self,
            SceneCommand.self,
            EvaluateCommand.self,
            DemoCommand.self,
        ])
}
