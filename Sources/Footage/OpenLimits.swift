/// What an untrusted source may make libav do.
struct OpenLimits: Sendable {
    /// Largest picture, in pixels: 8192x4608.
    static let maximumPixels = 8192 * 4608

    /// Deadlines in seconds for opening and for each read.
    var openSeconds: Double
    var readSeconds: Double
    var formatOptions: [(String, String)]
    var codecOptions: [(String, String)]
    /// The address, when there is a network to blame.
    var address: StreamAddress?

    private static let decoding = [
        ("threads", "1"),
        ("max_pixels", String(maximumPixels)),
    ]

    /// A file may be any common container, but cannot name another file or an address.
    static let file = OpenLimits(
        openSeconds: 30, readSeconds: 30,
        formatOptions: [
            ("protocol_whitelist", "file"),
            ("format_whitelist", fileFormats),
        ],
        codecOptions: decoding, address: nil)

    /// Containers that hold their own pictures. Playlists and scripts (hls, concat, dash, sdp, lavfi …) are not here.
    private static let fileFormats =
        "avi,mov,mp4,matroska,webm,mpegts,mpeg,mpegvideo,h264,hevc,m4v,mjpeg,flv,ivf,ogg,asf,yuv4mpegpipe,gif,obu,nut,"
        + "mp3,wav,flac,aac"

    /// A camera may speak RTSP and nothing else: it cannot name a file, a playlist or another protocol.
    static func stream(_ address: StreamAddress, openSeconds: Double = 5, readSeconds: Double = 10) -> OpenLimits {
        OpenLimits(
            openSeconds: openSeconds, readSeconds: readSeconds,
            formatOptions: [
                ("protocol_whitelist", "rtsp,rtsps,rtp,srtp,tcp,udp,tls,crypto"),
                ("format_whitelist", "rtsp,rtp,sdp,mpegts"),
                ("rtsp_transport", "tcp"),
                ("allowed_media_types", "video"),
                // A little more than the deadline, which is what decides.
                ("timeout", String(Int((readSeconds + 1) * 1e6))),
                ("analyzeduration", "200000"),
                ("probesize", "1000000"),
            ],
            codecOptions: decoding, address: address)
    }
}
