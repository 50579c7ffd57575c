import CFFmpeg

/// Owns a video decoder with one thread.
struct VideoDecoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>

    /// Opens the decoder for a stream's parameters.
    static func open(
        stream: UnsafeMutablePointer<AVStream>, source: String, options: [(String, String)]
    ) throws(FootageError) -> VideoDecoder {
        let identifier = stream.pointee.codecpar.pointee.codec_id
        let decoder = try allocate(codec: identifier, source: source)
        avcodec_parameters_to_context(decoder.context, stream.pointee.codecpar)
        decoder.context.pointee.pkt_timebase = stream.pointee.time_base
        try decoder.start(codec: identifier, source: source, options: options)
        return decoder
    }

    /// Opens a decoder for pictures, which carry their own parameters.
    static func open(
        codec identifier: AVCodecID, source: String, options: [(String, String)]
    ) throws(FootageError) -> VideoDecoder {
        let decoder = try allocate(codec: identifier, source: source)
        try decoder.start(codec: identifier, source: source, options: options)
        return decoder
    }

    private static func allocate(codec identifier: AVCodecID, source: String) throws(FootageError) -> VideoDecoder {
        guard let codec = avcodec_find_decoder(identifier) else {
            let name = String(cString: avcodec_get_name(identifier))
            throw FootageError(.unreadableCodec, "there is no decoder for its codec (\(name))", source: source)
        }
        guard let context = avcodec_alloc_context3(codec) else {
            throw FootageError(.outOfMemory, "no decoder context", source: source)
        }
        return VideoDecoder(context: context)
    }

    private func start(codec identifier: AVCodecID, source: String, options: [(String, String)]) throws(FootageError) {
        var dictionary = LibavOptions(options)
        let status = dictionary.lend { avcodec_open2(context, nil, $0) }
        guard status >= 0 else {
            let name = String(cString: avcodec_get_name(identifier))
            throw FootageError(.unreadableCodec, "its decoder (\(name)) does not start", source: source)
        }
    }

    private init(context: UnsafeMutablePointer<AVCodecContext>) {
        self.context = context
    }

    deinit {
        var freed: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&freed)
    }

    /// Whether pictures decoded from now on are filtered at block edges.
    func setLoopFilter(_ isOn: Bool) {
        context.pointee.skip_loop_filter = isOn ? AVDISCARD_DEFAULT : AVDISCARD_ALL
    }

    /// Gives compressed bytes; the status is libav's.
    func send(_ packet: borrowing LibavPacket) -> Int32 { avcodec_send_packet(context, packet.pointer) }

    /// Says that no more bytes will come, so that the last frames come out.
    func drain() { avcodec_send_packet(context, nil) }

    /// Makes a drained decoder take packets again.
    func restart() { avcodec_flush_buffers(context) }

    /// From now on frames carry the motion vectors that they were coded with, where the codec tells them.
    func exportMotion() { context.pointee.export_side_data |= AV_CODEC_EXPORT_DATA_MVS }

    /// Takes the next frame out; the status is libav's.
    func receive(into frame: borrowing LibavFrame) -> Int32 { avcodec_receive_frame(context, frame.pointer) }
}
