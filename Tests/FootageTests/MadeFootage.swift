import Foundation
import TestFolders
import Testing

/// Video files made with ffmpeg while the tests run, in a folder of their own that goes with them.
final class MadeFootage {
    private let temporary: TemporaryFolder
    var folder: URL { temporary.url }

    init() throws { temporary = try TemporaryFolder() }

    func path(_ name: String) -> String { temporary.path(name) }

    /// A moving test picture.
    func video(
        _ name: String = "made.mp4", size: String = "320x240", rate: Int = 25, frames: Int = 50,
        arguments: [String] = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    ) throws -> String {
        try ffmpeg(
            ["-f", "lavfi", "-i", "testsrc2=size=\(size):rate=\(rate)", "-frames:v", "\(frames)"] + arguments
                + [path(name)])
        return path(name)
    }

    func ffmpeg(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        process.arguments = ["-nostdin", "-v", "error", "-y"] + arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "ffmpeg \(arguments.joined(separator: " "))")
    }

    func write(_ bytes: Data, to name: String) throws -> String {
        try bytes.write(to: folder.appending(path: name))
        return path(name)
    }
}
