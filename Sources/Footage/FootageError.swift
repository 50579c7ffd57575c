/// Why a source cannot be read: what, where (never with a credential in it), and how to fix it.
public struct FootageError: Error, Sendable, Hashable {
    /// Stable identifiers, named in the documentation and carried in ``/Events/Health``.
    public enum Code: String, CaseIterable, Sendable, Hashable {
        case notFound = "E-CAP-001"
        case notReadable = "E-CAP-002"
        case empty = "E-CAP-003"
        case notVideo = "E-CAP-004"
        case noVideoStream = "E-CAP-005"
        case unreadableCodec = "E-CAP-006"
        case unsupportedPixels = "E-CAP-007"
        case pictureSize = "E-CAP-008"
        case noPictures = "E-CAP-009"
        case badAddress = "E-CAP-010"
        case credentialsInAddress = "E-CAP-011"
        case badCredentials = "E-CAP-012"
        case unknownHost = "E-CAP-020"
        case refused = "E-CAP-021"
        case unreachable = "E-CAP-022"
        case unauthorised = "E-CAP-023"
        case streamNotFound = "E-CAP-024"
        case timedOut = "E-CAP-025"
        case disconnected = "E-CAP-026"
        case stopped = "E-CAP-027"
        case cannotWrite = "E-CAP-030"
        case outOfMemory = "E-CAP-031"
        case overloaded = "E-CAP-040"
        case rareKeyPictures = "E-CAP-041"
        case noMotion = "E-CAP-042"
    }

    public let code: Code
    /// What is wrong, one sentence without its full stop.
    public let message: String
    /// The source concerned, redacted.
    public let source: String

    public init(_ code: Code, _ message: String, source: String) {
        self.code = code
        self.message = StreamAddress.redacted(message)
        self.source = StreamAddress.redacted(source)
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .notFound: "Check the path; a folder of pictures or a pattern such as frame_%04d.png will do too."
        case .notReadable: "Give this user the right to read it."
        case .empty: "Record it again: not one byte was written."
        case .notVideo: "Give a video file that `ffprobe` can open (MP4, MKV, AVI, MPEG-TS and the like)."
        case .noVideoStream: "Give a source with a video stream."
        case .unreadableCodec: "Re-encode it, for example: ffmpeg -i IN -c:v libx264 OUT.mp4"
        case .unsupportedPixels: "Re-encode it with -pix_fmt yuv420p."
        case .pictureSize: "Use pictures from 32x32 to 8192x4608; for a camera, choose another stream profile."
        case .noPictures: "Give a folder that holds .jpg, .png, .pgm, .bmp, .tif or .webp pictures."
        case .badAddress: "Write it as rtsp://host[:port]/path or give the path of a file."
        case .credentialsInAddress:
            "Take user and password out of the address and put them into a file (mode 0600, one line user:password) "
                + "named by --credentials-file or by `credentials:` in the camera file."
        case .badCredentials: "Write one line user:password into the file and chmod 600 it."
        case .unknownHost: "Check the host name and this machine's DNS, or use the camera's IP address."
        case .refused: "Check the port (554 is usual) and that the camera's RTSP service is on."
        case .unreachable: "Check the cable, the network and the routes: ping the camera."
        case .unauthorised: "Check user and password; wait before trying again, many cameras lock out."
        case .streamNotFound: "Check the path of the stream in the camera's manual."
        case .timedOut: "Check that the camera is on and that no firewall drops its packets."
        case .disconnected: "Nothing to do if it comes back; otherwise check the camera's log and its session limit."
        case .stopped: "Nothing: it was asked to stop."
        case .cannotWrite: "Check the folder, its permissions and the space left."
        case .outOfMemory: "Free memory or analyse smaller pictures."
        case .overloaded:
            "Give the camera a sub-stream (`substream:`), a lower frame rate or `decode: keyframes`, or move cameras to "
                + "another gateway; it goes up again by itself."
        case .rareKeyPictures: "Set the camera's key frame interval (GOP length) to 1 or 2 s, or use `decode: economy`."
        case .noMotion: "Use `decode: economy` or `auto` for this camera, or remove the rule."
        }
    }
}

extension FootageError: CustomStringConvertible {
    /// `E-CAP-001 x.mp4: no such file. Check the path; …`
    public var description: String { "\(code.rawValue) \(source): \(message). \(remedy)" }
}
