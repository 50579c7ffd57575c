import CFFmpeg

/// Frames of a video file or of a network stream, decoded by libavcodec on the calling thread.
public final class VideoSource: FrameSource {
    /// So many packets without a single frame mean that the decoder cannot read the codec.
    private static let hopelessPackets = 500

    private let container: FormatContext
    private let decoder: VideoDecoder
    private let packet: LibavPacket
    private let frame: LibavFrame
    private var reader = LumaReader()
    private var motion = CodedMotionReader()
    private var exportsMotion = false
    private var clock: PresentationClock
    private let limits: OpenLimits
    private let streamIndex: Int
    private let timeBase: Double
    private var isDraining = false

    public private(set) var counts = SourceCounts()
    public let frameRate: Double?

    /// Opens a video file.
    /// - Throws: ``FootageError`` that tells a missing file, an empty one, one that is no video, one without a video
    ///   stream and one whose codec cannot be read apart.
    public convenience init(file path: String, stop: StopFlag = StopFlag()) throws(FootageError) {
        try FileCheck.readable(path)
        // "file:" keeps libav from reading a protocol into the name.
        try self.init(opening: "file:" + path, source: path, limits: .file, stop: stop)
    }

    /// Connects to a camera. Blocks for `openSeconds` at most for each of connecting and probing, but for the name
    /// service, which has its own limits.
    public convenience init(
        stream address: StreamAddress, credentials: Credentials?, openSeconds: Double = 5, readSeconds: Double = 10,
        stop: StopFlag = StopFlag()
    ) throws(FootageError) {
        try self.init(
            opening: address.connecting(with: credentials), source: address.description,
            limits: .stream(address, openSeconds: openSeconds, readSeconds: readSeconds), stop: stop)
    }

    private init(opening address: String, source: String, limits: OpenLimits, stop: StopFlag) throws(FootageError) {
        let deadline = ReadDeadline(stop: stop)
        let container = try FormatContext.open(address, source: source, limits: limits, deadline: deadline)
        deadline.arm(seconds: limits.openSeconds)
        try container.probe(limits: limits)
        streamIndex = try container.selectVideo()
        guard let stream = container.stream(streamIndex) else {
            throw FootageError(.noVideoStream, "it holds no video stream", source: source)
        }
        decoder = try VideoDecoder.open(stream: stream, source: source, options: limits.codecOptions)
        packet = try LibavPacket(source: source)
        frame = try LibavFrame(source: source)
        timeBase = av_q2d(stream.pointee.time_base)
        let rate = av_q2d(av_guess_frame_rate(container.pointer, stream, nil))
        frameRate = rate.isFinite && rate > 0 ? rate : nil
        clock = PresentationClock(frameInterval: 1 / (frameRate ?? 25))
        self.limits = limits
        self.container = container
    }

    public func next() throws(FootageError) -> SourceFrame? {
        while try advance() {
            let index = counts.decoded - 1
            let time = clock.time(ofPresentation: presentation)
            if exportsMotion { motion.take(frame, time: time) }
            if frame.isCorrupt {
                counts.corrupt += 1
                continue
            }
            return SourceFrame(
                luma: try reader.luma(of: frame, source: container.source), motion: motion.motion, time: time,
                index: index)
        }
        guard counts.decoded > 0 else {
            throw FootageError(.unreadableCodec, "not one picture of it can be decoded", source: container.source)
        }
        return nil
    }

    public func exportMotion() {
        exportsMotion = true
        decoder.exportMotion()
    }

    /// Decodes one more frame and does nothing with it: what `vigie bench decode` compares with.
    /// - Returns: `false` at the end.
    public func skip() throws(FootageError) -> Bool { try advance() }

    private var presentation: Double? {
        let ticks = frame.pointer.pointee.best_effort_timestamp
        return ticks == vigie_nopts_value ? nil : Double(ticks) * timeBase
    }

    /// Brings the next decoded frame, corrupt or not; `false` at the end of the source.
    private func advance() throws(FootageError) -> Bool {
        container.deadline.arm(seconds: limits.readSeconds)
        var failures = 0
        while failures < Self.hopelessPackets {
            let status = decoder.receive(into: frame)
            if status >= 0 {
                counts.decoded += 1
                return true
            }
            if status == vigie_averror_eof { return false }
            if status != vigie_averror_again { counts.corrupt += 1 }
            if !isDraining { try feed() }
            failures += 1
        }
        throw FootageError(.unreadableCodec, "its pictures cannot be decoded", source: container.source)
    }

    /// Gives the decoder its next packet, or tells it that there is none.
    private func feed() throws(FootageError) {
        repeat {
            packet.clear()
            let status = container.read(into: packet)
            // A read that was cut still gives what the parser had kept; what counts is that nothing new came.
            guard status >= 0, !container.deadline.didExpire else {
                try endOrThrow(status < 0 ? status : vigie_averror_exit)
                isDraining = true
                decoder.drain()
                return
            }
        } while Int(packet.pointer.pointee.stream_index) != streamIndex
        defer { packet.clear() }
        if packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 || decoder.send(packet) < 0 {
            counts.corrupt += 1
        }
    }

    /// A file that ends, even in the middle, has ended; a camera that ends has broken.
    private func endOrThrow(_ status: Int32) throws(FootageError) {
        let failure = LibavFailure(status: status, deadline: container.deadline)
        if let address = limits.address { throw failure.network(address: address, source: container.source) }
        if container.deadline.stop.isRaised {
            throw FootageError(.stopped, "stopped while reading", source: container.source)
        }
        if container.deadline.didExpire {
            throw FootageError(.timedOut, "the file system gives nothing more", source: container.source)
        }
    }
}
