import Foundation

/// One piece of footage that the RTSP server plays for ever.
public struct Clip: Sendable, Hashable {
    /// Name of the mount, and of its file in `fixtures/cameras`.
    public var name: String
    /// Annex-B H.264 with access unit delimiters and without B-frames.
    public var path: String
    public var framesPerSecond: Int

    public init(name: String, path: String, framesPerSecond: Int) {
        self.name = name
        self.path = path
        self.framesPerSecond = framesPerSecond
    }
}

/// Turns a video of any kind into what the RTSP server plays: H.264, a key frame a second so that a client that comes
/// late sees a picture soon, no B-frames so that decoding order is time order.
func transcode(_ source: String, framesPerSecond: Int, to path: String) throws(DemoError) {
    let encoder = "aud=1:scenecut=0:keyint=\(framesPerSecond):min-keyint=\(framesPerSecond)"
    _ = try runCommand(
        "/usr/bin/ffmpeg",
        [
            "-nostdin", "-loglevel", "error", "-y", "-i", source, "-an", "-c:v", "libx264", "-preset", "veryfast",
            "-crf", "20", "-pix_fmt", "yuv420p", "-bf", "0", "-x264-params", encoder, "-f", "h264", path,
        ])
}
