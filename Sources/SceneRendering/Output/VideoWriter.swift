internal import CFFmpeg
internal import StrictYAML

/// How the frames are packed.
public enum VideoContainer: String, CaseIterable, Sendable {
    /// An MP4 file.
    case mp4
    /// A bare H.264 stream, each picture after an access unit delimiter.
    case h264
}

/// Encodes luma pictures through libavcodec: H.264 without B-frames, a key frame every second, one thread, so that the
/// same pictures give the same file. Falls back to MPEG-4 in MP4 when this libavcodec has no libx264.
struct VideoWriter: ~Copyable {
    private let format: UnsafeMutablePointer<AVFormatContext>
    private let codec: UnsafeMutablePointer<AVCodecContext>
    private let stream: UnsafeMutablePointer<AVStream>
    private let picture: UnsafeMutablePointer<AVFrame>
    private let packet: UnsafeMutablePointer<AVPacket>
    private let path: String

    /// Creates `path` and writes its header.
    /// - Throws: ``SceneError`` when no encoder is there or the file cannot be created.
    static func create(
        _ path: String, container: VideoContainer, picture: ScenePicture
    ) throws(SceneError) -> VideoWriter {
        let hasX264 = avcodec_find_encoder_by_name("libx264") != nil
        guard hasX264 || container == .mp4, let encoder = avcodec_find_encoder_by_name(hasX264 ? "libx264" : "mpeg4"),
            let writer = VideoWriter(path, container: container, encoder: encoder)
        else {
            throw error(path, .cannotEncode, "libavcodec has no encoder for \(container.rawValue)", encoderRemedy)
        }
        writer.configure(picture, isMP4: container == .mp4, hasX264: hasX264)
        try writer.start(encoder)
        return writer
    }

    private init?(_ path: String, container: VideoContainer, encoder: UnsafePointer<AVCodec>) {
        var format: UnsafeMutablePointer<AVFormatContext>?
        guard avformat_alloc_output_context2(&format, nil, container.rawValue, path) >= 0, let format,
            let stream = avformat_new_stream(format, nil), let codec = avcodec_alloc_context3(encoder),
            let picture = av_frame_alloc(), let packet = av_packet_alloc()
        else { return nil }
        self.path = path
        (self.format, self.stream, self.codec, self.picture, self.packet) = (format, stream, codec, picture, packet)
    }

    private func start(_ encoder: UnsafePointer<AVCodec>) throws(SceneError) {
        try check(avcodec_open2(codec, encoder, nil), .cannotEncode, "the encoder cannot be opened")
        try check(
            avcodec_parameters_from_context(stream.pointee.codecpar, codec), .cannotEncode,
            "the encoder cannot be described")
        try check(av_frame_get_buffer(picture, 0), .cannotEncode, "there is no memory for a picture")
        try check(avio_open(&format.pointee.pb, path, AVIO_FLAG_WRITE), .cannotCreate, "the video cannot be created")
        try check(avformat_write_header(format, nil), .cannotCreate, "the header cannot be written")
    }

    deinit {
        if format.pointee.pb != nil { avio_closep(&format.pointee.pb) }
        avformat_free_context(format)
        var (codec, picture, packet) = (Optional(codec), Optional(picture), Optional(packet))
        avcodec_free_context(&codec)
        av_frame_free(&picture)
        av_packet_free(&packet)
    }

    /// Encodes one picture of width × height bytes.
    /// - Parameter frame: its number, which is its time; numbers may be left out.
    mutating func write(_ luma: UnsafeBufferPointer<UInt8>, frame: Int) throws(SceneError) {
        try check(av_frame_make_writable(picture), .cannotEncode, "there is no memory for a picture")
        fillChroma()
        let (width, height) = (Int(picture.pointee.width), Int(picture.pointee.height))
        if let base = luma.baseAddress, let plane = picture.pointee.data.0 {
            let stride = Int(picture.pointee.linesize.0)
            for y in 0..<height { (plane + y * stride).update(from: base + y * width, count: width) }
        }
        picture.pointee.pts = Int64(frame)
        try encode(picture)
    }

    /// Writes what the encoder still holds and closes the file.
    mutating func finish() throws(SceneError) {
        try encode(nil)
        try check(av_write_trailer(format), .cannotCreate, "the end of the video cannot be written")
        try check(avio_closep(&format.pointee.pb), .cannotCreate, "the video cannot be closed")
    }

    private func encode(_ picture: UnsafeMutablePointer<AVFrame>?) throws(SceneError) {
        try check(avcodec_send_frame(codec, picture), .cannotEncode, "a picture cannot be encoded")
        while true {
            let result = avcodec_receive_packet(codec, packet)
            if result == vigie_averror_again || result == vigie_averror_eof { return }
            try check(result, .cannotEncode, "a picture cannot be encoded")
            packet.pointee.stream_index = stream.pointee.index
            packet.pointee.duration = 1
            av_packet_rescale_ts(packet, codec.pointee.time_base, stream.pointee.time_base)
            try check(av_interleaved_write_frame(format, packet), .cannotCreate, "a picture cannot be written")
        }
    }

    private func configure(_ settings: ScenePicture, isMP4: Bool, hasX264: Bool) {
        let rate = Self.rational(settings.framesPerSecond)
        codec.pointee.width = Int32(settings.width)
        codec.pointee.height = Int32(settings.height)
        codec.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        codec.pointee.time_base = AVRational(num: rate.den, den: rate.num)
        codec.pointee.framerate = rate
        codec.pointee.gop_size = max(1, Int32(settings.framesPerSecond.rounded()))
        codec.pointee.max_b_frames = 0
        codec.pointee.thread_count = 1
        // x264 would tell its statistics on standard error; failures come back as results.
        codec.pointee.log_level_offset = AV_LOG_TRACE
        codec.pointee.flags |= Int32(bitPattern: UInt32(AV_CODEC_FLAG_CLOSED_GOP))
        if isMP4 { codec.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER }
        if hasX264 {
            av_opt_set(codec.pointee.priv_data, "preset", "veryfast", 0)
            if let rate = settings.kilobitsPerSecond {
                codec.pointee.bit_rate = Int64(rate * 1000)
                codec.pointee.rc_max_rate = codec.pointee.bit_rate
                codec.pointee.rc_buffer_size = Int32(rate * 1000)
            } else {
                av_opt_set(codec.pointee.priv_data, "crf", "24", 0)
            }
            let parameters = "scenecut=0:open-gop=0:force-cfr=1" + (isMP4 ? "" : ":aud=1:repeat-headers=1")
            av_opt_set(codec.pointee.priv_data, "x264-params", parameters, 0)
        } else {
            codec.pointee.bit_rate =
                settings.kilobitsPerSecond.map { Int64($0 * 1000) } ?? Int64(settings.width * settings.height * 6)
        }
        stream.pointee.time_base = codec.pointee.time_base
        stream.pointee.avg_frame_rate = rate
        picture.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        picture.pointee.width = codec.pointee.width
        picture.pointee.height = codec.pointee.height
    }

    /// Faintly warm grey everywhere: only the luma says anything.
    private func fillChroma() {
        let height = Int(picture.pointee.height) / 2
        if let plane = picture.pointee.data.1 {
            plane.update(repeating: 126, count: height * Int(picture.pointee.linesize.1))
        }
        if let plane = picture.pointee.data.2 {
            plane.update(repeating: 129, count: height * Int(picture.pointee.linesize.2))
        }
    }

    private func check(_ result: Int32, _ number: IssueNumber, _ message: String) throws(SceneError) {
        guard result < 0 else { return }
        var buffer = [CChar](repeating: 0, count: 128)
        av_strerror(result, &buffer, buffer.count)
        let reason = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let remedy = number == .cannotCreate ? Self.fileRemedy : Self.encoderRemedy
        throw Self.error(path, number, "\(message): \(reason)", remedy)
    }

    private static let encoderRemedy = "install Debian's libavcodec59 and libx264"
    private static let fileRemedy = "check the permissions of the directory and the free space of the disk"

    private static func error(_ path: String, _ number: IssueNumber, _ message: String, _ remedy: String) -> SceneError
    {
        SceneError(file: path, number: number, message: message, remedy: remedy)
    }

    /// Thousandths are exact enough for 29.97.
    private static func rational(_ rate: Double) -> AVRational {
        let whole = rate.rounded()
        return abs(rate - whole) < 1e-9
            ? AVRational(num: Int32(whole), den: 1) : AVRational(num: Int32((rate * 1000).rounded()), den: 1000)
    }
}
