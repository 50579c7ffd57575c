import Analysis
import CameraFile
import Detectors
import Footage
import Foundation
import Scene

/// Reads what the agent is told on its command line.
enum AgentSetup {
    static func configuration(path: String) throws(AgentError) -> CameraConfiguration {
        do {
            return try CameraFile.load(path: path)
        } catch {
            throw AgentError(code: error.code, message: "\(error)", place: path, remedy: error.remedy)
        }
    }

    static func model(path: String?) throws(AgentError) -> ModelFile? {
        guard let path else { return nil }
        do {
            return try ModelFile(path: path)
        } catch {
            throw AgentError(error)
        }
    }

    static func credentials(file: String?) throws(AgentError) -> Credentials? {
        guard let file else { return nil }
        do {
            return try Credentials(file: file)
        } catch {
            throw AgentError(error)
        }
    }

    /// A camera is watched for ever; a recording is played once at its own pace.
    static func source(
        of configuration: CameraConfiguration, credentials: Credentials?, stop: StopFlag
    ) throws(AgentError) -> any LiveFrames {
        guard let url = configuration.source?.url else {
            throw AgentError(
                code: "E-AGT-002", message: "the camera file names no source", place: configuration.cameraID,
                remedy: "Add a line such as: source: {url: \"rtsp://10.0.0.7/stream1\"}")
        }
        let plan = configuration.decodePlan
        do {
            let location = try SourceLocation(url)
            guard case .stream(let address) = location else {
                return PacedSource(try FootageSource.open(location, plan: plan, stop: stop), stop: stop)
            }
            return LiveSource(
                address, substream: try substream(of: configuration), analysisWidth: configuration.analysis.width,
                credentials: credentials, plan: plan, seed: UInt64.random(in: 0...UInt64.max), stop: stop)
        } catch {
            throw AgentError(error)
        }
    }

    private static func substream(of configuration: CameraConfiguration) throws(FootageError) -> StreamAddress? {
        guard let url = configuration.source?.substreamURL else { return nil }
        return try StreamAddress(url)
    }

    /// Unique for each start.
    static func bootID() -> String {
        let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
