import CFFmpeg

/// Owns one AVPacket.
struct LibavPacket: ~Copyable {
    let pointer: UnsafeMutablePointer<AVPacket>

    init(source: String) throws(FootageError) {
        guard let packet = av_packet_alloc() else { throw FootageError(.outOfMemory, "no packet", source: source) }
        pointer = packet
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&packet)
    }

    /// Gives the bytes back; the packet can be filled again.
    func clear() { av_packet_unref(pointer) }
}

/// Owns one AVFrame.
struct LibavFrame: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFrame>

    init(source: String) throws(FootageError) {
        guard let frame = av_frame_alloc() else { throw FootageError(.outOfMemory, "no frame", source: source) }
        pointer = frame
    }

    deinit {
        var frame: UnsafeMutablePointer<AVFrame>? = pointer
        av_frame_free(&frame)
    }

    /// `true` when the decoder had to conceal missing or damaged data.
    var isCorrupt: Bool {
        pointer.pointee.flags & AV_FRAME_FLAG_CORRUPT != 0 || pointer.pointee.decode_error_flags != 0
    }
}

/// Owns an option dictionary.
struct LibavOptions: ~Copyable {
    private var pointer: OpaquePointer?

    init(_ options: [(String, String)]) {
        for (key, value) in options { av_dict_set(&pointer, key, value, 0) }
    }

    deinit {
        var dictionary = pointer
        av_dict_free(&dictionary)
    }

    /// Lends the dictionary to a libav call, which takes out what it understood.
    mutating func lend<Result>(_ body: (UnsafeMutablePointer<OpaquePointer?>) -> Result) -> Result {
        body(&pointer)
    }
}

/// Silences libav's own log, once per process.
enum LibavLog {
    static let silenced: Void = {
        vigie_log_silence()
        av_log_set_level(AV_LOG_QUIET)
    }()
}
