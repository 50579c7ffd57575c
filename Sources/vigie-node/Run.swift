import ArgumentParser
import ChildProcesses
import Events
import Foundation
import Governance
import Link
import Logging
import Node
import Scene
import ServiceLifecycle
import Spool
import UnixSignals
import Uplink

/// `vigie-node run`, the default: the node itself.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the agents and the uplink until it is asked to stop (SIGINT, SIGTERM).")

    @Option(help: "Folder for the spool, the keys, authorisations/, credentials/, models/ and learnt/.")
    var data: String
    @Option(help: "Folder with one YAML file for each camera.") var cameras: String
    @Option(help: "Name of the site.") var site: String
    @Option(help: "Name of this gateway, as the datacentre enrolled it.") var gateway: String
    @Option(help: ArgumentHelp("Where the datacentre receives.", valueName: "tcp://ADDRESS:PORT")) var uplink: String
    @Option(help: "File with the datacentre's public key ('vigie-fusion key').") var fusionKey: String
    @Option(
        help: ArgumentHelp(
            "Public key of the authority (PEM): what is watched for is then only what authorisations in the data folder arm.",
            valueName: "file"))
    var authority: String?
    @Option(help: "The agent program, when it is not beside this one.") var agent: String?
    @Flag(help: .hidden) var lifeline = false

    func run() async throws {
        let logger = Logger(label: "vigie-node")
        var settings = NodeSettings(
            dataPath: data, camerasPath: cameras, siteID: site, gatewayID: gateway, agentPath: agent)
        try settings.createFolders()
        if let authority {
            let acts = AuthorisationFolder(
                path: settings.authorisationsPath, authority: try AuthorityKey(path: authority))
            log(acts, logger)
            settings.authorisations = acts.authorisations
        }
        let folder = try CameraFolder(path: cameras)
        log(folder, logger)
        let spool = try Spool(path: settings.spoolPath, siteID: site, gatewayID: gateway)
        if let recovery = spool.recovery {
            logger.error(
                "the spool was damaged and a new one begun",
                metadata: ["moved.to": "\(recovery.movedTo)", "reason": "\(recovery.cause)"])
        }
        let services = try services(settings, folder.cameras, spool, logger)
        logger.info("ready", metadata: ["cameras": "\(folder.cameras.count)", "spool.depth": "\(spool.depth)"])
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        ).run()
    }

    /// A graceful stop goes from the last service to the first: the agents end while the uplink still delivers.
    private func services(
        _ settings: NodeSettings, _ cameras: [CameraFolder.Camera], _ spool: Spool, _ logger: Logger
    ) throws -> [ServiceGroupConfiguration.ServiceConfiguration] {
        let board = ZoneStateBoard()
        let uplink = UplinkService(
            spool: spool, endpoint: uplink, keys: try CurveKeyPair.loadOrGenerate(at: settings.keyPath),
            serverKey: try publicKey(inFile: fusionKey), zoneStates: { board.reports }, logger: logger)
        let agents = AgentService(settings: settings, cameras: cameras, spool: spool, board: board, logger: logger)
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(service: uplink),
            ServiceGroupConfiguration.ServiceConfiguration(service: agents),
        ]
        if lifeline {
            services.append(
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: LifelineService(Lifeline()), successTerminationBehavior: .gracefullyShutdownGroup))
        }
        return services
    }

    private func publicKey(inFile path: String) throws -> CurvePublicKey {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("--fusion-key: cannot read \(path): write the output of 'vigie-fusion key' into it")
        }
        return try CurvePublicKey(z85: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func log(_ acts: AuthorisationFolder, _ logger: Logger) {
        for refusal in acts.refusals {
            logger.error(
                "an authorisation was refused and arms nothing",
                metadata: ["error.code": "\(refusal.code)", "reason": "\(refusal)"])
        }
        for act in acts.authorisations {
            logger.info(
                "authorisation",
                metadata: [
                    "authorisation.id": "\(act.id)", "cameras": "\(act.cameraIDs.sorted().joined(separator: " "))",
                    "use_cases": "\(act.useCases.map(\.rawValue).sorted().joined(separator: " "))",
                    "from": "\(act.from)", "until": "\(act.until)",
                ])
        }
    }

    private func log(_ folder: CameraFolder, _ logger: Logger) {
        for refusal in folder.refusals {
            logger.error(
                "a camera file was refused; the other cameras run",
                metadata: ["camera.file": "\(refusal.path)", "reason": "\(refusal.text)"])
        }
        if folder.cameras.isEmpty { logger.warning("there is no camera to run", metadata: ["folder": "\(cameras)"]) }
    }
}
