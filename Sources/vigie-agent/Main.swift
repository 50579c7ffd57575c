import Analysis
import ArgumentParser
import CameraFile
import Detectors
import Events
import Footage
import Foundation
import Logging
import PixelKernels
import Scene
import ServiceLog

/// One process per camera: decodes, analyses, and says what it sees on a pipe. Holds no keys, writes no files.
@main
struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vigie-agent",
        abstract: "Watches one camera and writes what it sees to standard output.",
        discussion: """
            vigie-node starts it, gives it credentials on standard input, reads its reports from standard output and \
            keeps what it learns live, which comes there, too. To look over its shoulder in a terminal:

              vigie-agent --camera-file cam-1.yaml --standalone
            """,
        version: AgentVersion.current)

    @Option(help: ArgumentHelp("The camera file.", valueName: "file"))
    var cameraFile: String

    @Option(help: ArgumentHelp("What `vigie learn` wrote for this camera.", valueName: "file"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "What the node keeps of what agents of this camera learnt live; goes first if it went on from --model.",
            valueName: "file"))
    var learnt: String?

    @Flag(help: "Do not read standard input, and print reports as CloudEvents, one JSON object a line.")
    var standalone = false

    @Option(
        help: ArgumentHelp(
            "With --standalone: a file of mode 0600 with one line user:password.", valueName: "file"))
    var credentialsFile: String?

    func validate() throws {
        if credentialsFile != nil && !standalone {
            throw ValidationError("--credentials-file is for --standalone; the node sends credentials itself.")
        }
    }

    func run() throws {
        JSONLineLogHandler.bootstrap()
        let logger = Logger(label: "vigie-agent")
        AgentSignals.install()
        do {
            try watch(logger: logger)
        } catch let error as AgentError {
            logger.error("cannot start", metadata: error.metadata)
            throw ExitCode(error.exitCode)
        } catch let error as KernelSetError {
            logger.error("cannot start", metadata: AgentError(error).metadata)
            throw ExitCode(EX_USAGE)
        } catch let error as CameraModelError {
            logger.error("model refused", metadata: AgentError(error).metadata)
            throw ExitCode(EX_DATAERR)
        } catch let error as ReportOutputError {
            // The node is gone: nobody is left to be told on standard output.
            logger.error("reports cannot be written", metadata: ["error": "\(error)"])
            throw ExitCode(EX_UNAVAILABLE)
        }
    }

    private func watch(logger: Logger) throws {
        try KernelSet.checkOverride()
        var configuration = try AgentSetup.configuration(path: cameraFile)
        if let network = configuration.density.network?.file {
            logger.notice(
                "density network named in the camera file",
                metadata: ["network": "\(network.name)", "terms": "\(network.terms)"])
        }
        let model = try AgentSetup.model(path: model)
        let output: any ReportOutput = standalone ? ReportLines(descriptor: 1) : ReportPipe(descriptor: 1)
        let pulse = AgentPulse()
        let lifeline = AgentLifeline(
            cameraID: configuration.cameraID, readsStandardInput: !standalone, pulse: pulse, output: output,
            stop: AgentSignals.stop)
        let settings = try lifeline.readSettings()
        configuration.authorisations = settings.authorisations
        let credentials =
            try AgentSetup.credentials(file: credentialsFile)
            ?? settings.credentials.map { Credentials(user: $0.user, password: $0.password) }
        let source = try AgentSetup.source(of: configuration, credentials: credentials, stop: AgentSignals.stop)
        let pipeline = AnalysisPipeline(
            configuration: configuration, model: model, learntPath: learnt, bootID: AgentSetup.bootID())
        lifeline.start()
        let agent = CameraAgent(
            cameraID: configuration.cameraID, source: source, pipeline: pipeline, output: output, pulse: pulse,
            orders: lifeline.orders, logger: logger)
        try agent.run()
        logger.info("stopped", metadata: ["camera.id": "\(configuration.cameraID)"])
    }
}
