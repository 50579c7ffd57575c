import CFFmpeg

/// Owns an opened container or network session, and what bounds its blocking calls.
struct FormatContext: ~Copyable {
    let pointer: UnsafeMutablePointer<AVFormatContext>
    let deadline: ReadDeadline
    /// The source's name for messages, never with a credential.
    let source: String

    /// Opens `address` (which may hold credentials) and reads the container's header.
    static func open(
        _ address: String, source: String, limits: OpenLimits, deadline: ReadDeadline
    ) throws(FootageError) -> FormatContext {
        _ = LibavLog.silenced
        guard let context = avformat_alloc_context() else {
            throw FootageError(.outOfMemory, "no format context", source: source)
        }
        context.pointee.interrupt_callback = deadline.interruptCallback
        var options = LibavOptions(limits.formatOptions)
        var opened: UnsafeMutablePointer<AVFormatContext>? = context
        deadline.arm(seconds: limits.openSeconds)
        // Frees the context itself when it fails.
        let status = options.lend { avformat_open_input(&opened, address, nil, $0) }
        guard status >= 0, let opened else {
            throw LibavFailure(status: status, deadline: deadline).opening(source: source, limits: limits)
        }
        return FormatContext(pointer: opened, deadline: deadline, source: source)
    }

    private init(pointer: UnsafeMutablePointer<AVFormatContext>, deadline: ReadDeadline, source: String) {
        self.pointer = pointer
        self.deadline = deadline
        self.source = source
    }

    deinit {
        var context: UnsafeMutablePointer<AVFormatContext>? = pointer
        avformat_close_input(&context)
    }

    var streamCount: Int { Int(pointer.pointee.nb_streams) }

    func stream(_ index: Int) -> UnsafeMutablePointer<AVStream>? {
        index < streamCount ? pointer.pointee.streams[index] : nil
    }

    /// Looks into the streams until their parameters are known; audio and data are not even read.
    func probe(limits: OpenLimits) throws(FootageError) {
        discardAllButVideo()
        try refuseHugePictures()
        // One option dictionary per stream for the decoders that probing opens; libav consumes what it uses.
        let count = streamCount
        var dictionaries = [OpaquePointer?](repeating: nil, count: count)
        for index in 0..<count {
            for (key, value) in limits.codecOptions { av_dict_set(&dictionaries[index], key, value, 0) }
        }
        let status = avformat_find_stream_info(pointer, &dictionaries)
        for index in 0..<count { av_dict_free(&dictionaries[index]) }
        guard status >= 0 else {
            throw LibavFailure(status: status, deadline: deadline).opening(source: source, limits: limits)
        }
        discardAllButVideo()
    }

    /// Decoders refuse what is too large without saying why, so what the container says is looked at before.
    private func refuseHugePictures() throws(FootageError) {
        for index in 0..<streamCount {
            guard let parameters = stream(index)?.pointee.codecpar.pointee else { continue }
            let (width, height) = (Int(parameters.width), Int(parameters.height))
            guard width * height <= OpenLimits.maximumPixels else {
                throw FootageError(
                    .pictureSize, "its pictures are \(width)x\(height), which cannot be analysed", source: source)
            }
        }
    }

    private func discardAllButVideo() {
        for index in 0..<streamCount {
            guard let stream = stream(index) else { continue }
            if stream.pointee.codecpar.pointee.codec_type != AVMEDIA_TYPE_VIDEO {
                stream.pointee.discard = AVDISCARD_ALL
            }
        }
    }

    /// The stream to analyse: libav's best video stream that is not a cover picture.
    func selectVideo() throws(FootageError) -> Int {
        let best = av_find_best_stream(pointer, AVMEDIA_TYPE_VIDEO, -1, -1, nil, 0)
        guard best >= 0, let stream = stream(Int(best)),
            stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
        else {
            throw FootageError(.noVideoStream, "it holds no video stream", source: source)
        }
        for index in 0..<streamCount where index != Int(best) {
            self.stream(index)?.pointee.discard = AVDISCARD_ALL
        }
        return Int(best)
    }

    /// Reads the next packet of any stream; the status is libav's.
    func read(into packet: borrowing LibavPacket) -> Int32 { av_read_frame(pointer, packet.pointer) }
}
