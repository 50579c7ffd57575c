internal import CFFmpeg

/// Versions of the libav libraries that this process runs with, which may be newer than those it was built with.
public enum LibavVersions {
    /// Library name and version.
    public static var all: [(name: String, version: String)] {
        [
            ("libavcodec", text(avcodec_version())), ("libavformat", text(avformat_version())),
            ("libavutil", text(avutil_version())), ("libswscale", text(swscale_version())),
        ]
    }

    /// Major, minor and micro are 16, 8 and 8 bits (`AV_VERSION_INT`).
    private static func text(_ version: UInt32) -> String {
        "\(version >> 16).\(version >> 8 & 0xFF).\(version & 0xFF)"
    }
}
