import CFFmpeg

/// Frames of a video file or of a network stream, decoded by libavcodec on the calling thread.
public final class VideoSource: FrameSource {
    /// So many packets without a single frame mean that the decoder cannot read the codec.
    private static let hopelessPackets = 500

    private let container: FormatContext
    private let decoder: VideoDecoder
    private let packet: LibavPacket
    private let frame: LibavFrame
    private var feed: PacketFeed
    private var reader = LumaReader()
    private var motion = CodedMotionReader()
    private var exportsMotion = false
    private var clock: PresentationClock
    private var frameClock: FrameClock
    private let limits: OpenLimits
    private let streamIndex: Int
    private let timeBase: Double
    private var firstPacket: Double?
    private var isDraining = false
    private var ownCounts = SourceCounts()

    public var counts: SourceCounts {
        var counts = ownCounts
        counts.skipped = feed.skipped.total
        return counts
    }
    public let frameRate: Double?
    /// Width of the pictures in pixels as the container says; 0 when it does not.
    let pictureWidth: Int
    /// What is decoded; may change between two frames.
    public var plan: DecodePlan {
        get { feed.schedule.plan }
        set {
            if newValue.analysedPerSecond != plan.analysedPerSecond {
                frameClock = FrameClock(rate: newValue.analysedPerSecond)
            }
            feed.schedule.plan = newValue
        }
    }
    /// What is done of the plan: key pictures alone are too little where they are rare.
    public var appliedEffort: DecodeEffort { feed.schedule.applied }
    /// Seconds between key pictures as seen last; `nil` before the second one.
    public var keyInterval: Double? { feed.schedule.keyInterval }

    /// Opens a video file.
    /// - Throws: ``FootageError`` that tells a missing file, an empty one, one that is no video, one without a video
    ///   stream and one whose codec cannot be read apart.
    public convenience init(
        file path: String, plan: DecodePlan = .everything, stop: StopFlag = StopFlag()
    ) throws(FootageError) {
        try FileCheck.readable(path)
        // "file:" keeps libav from reading a protocol into the name.
        try self.init(opening: "file:" + path, source: path, limits: .file, plan: plan, stop: stop)
    }

    /// Connects to a camera. Blocks for `openSeconds` at most for each of connecting and probing, but for the name
    /// service, which has its own limits.
    public convenience init(
        stream address: StreamAddress, credentials: Credentials?, plan: DecodePlan = .everything,
        openSeconds: Double = 5, readSeconds: Double = 10, stop: StopFlag = StopFlag()
    ) throws(FootageError) {
        try self.init(
            opening: address.connecting(with: credentials), source: address.description,
            limits: .stream(address, openSeconds: openSeconds, readSeconds: readSeconds),
            plan: plan, stop: stop)
    }

    private init(
        opening address: String, source: String, limits: OpenLimits, plan: DecodePlan, stop: StopFlag
    ) throws(FootageError) {
        let deadline = ReadDeadline(stop: stop)
        let container = try FormatContext.open(address, source: source, limits: limits, deadline: deadline)
        deadline.arm(seconds: limits.openSeconds)
        try container.probe(limits: limits)
        streamIndex = try container.selectVideo()
        guard let stream = container.stream(streamIndex) else {
            throw FootageError(.noVideoStream, "it holds no video stream", source: source)
        }
        pictureWidth = Int(stream.pointee.codecpar.pointee.width)
        decoder = try VideoDecoder.open(stream: stream, source: source, options: limits.codecOptions)
        packet = try LibavPacket(source: source)
        frame = try LibavFrame(source: source)
        feed = try PacketFeed(stream: stream, plan: plan, source: source)
        frameClock = FrameClock(rate: plan.analysedPerSecond)
        timeBase = av_q2d(stream.pointee.time_base)
        let rate = av_q2d(av_guess_frame_rate(container.pointer, stream, nil))
        frameRate = rate.isFinite && rate > 0 ? rate : nil
        clock = PresentationClock(frameInterval: 1 / (frameRate ?? 25))
        self.limits = limits
        self.container = container
    }

    public func next() throws(FootageError) -> SourceFrame? {
        while true {
            switch try step(until: .infinity) {
            case .frame(let frame): return frame
            case .pending: continue
            case .end: return nil
            }
        }
    }

    /// What comes next from a source that must not block for long.
    enum Step {
        case frame(SourceFrame)
        /// Nothing yet.
        case pending
        case end
    }

    /// Reads on until there is a frame.
    /// - Parameter instant: monotonic seconds after which it comes back without one.
    func step(until instant: Double) throws(FootageError) -> Step {
        while true {
            switch try advance(until: instant) {
            case .pending: return .pending
            case .end:
                guard ownCounts.decoded > 0 else {
                    throw FootageError(
                        .unreadableCodec, "not one picture of it can be decoded", source: container.source)
                }
                return .end
            case .picture: if let frame = try currentFrame() { return .frame(frame) }
            }
        }
    }

    /// The decoded picture, unless it is corrupt or nobody wants it.
    private func currentFrame() throws(FootageError) -> SourceFrame? {
        let time = clock.time(ofPresentation: presentation.map { Double($0) * timeBase })
        if exportsMotion { motion.take(frame, time: time) }
        if frame.isCorrupt {
            ownCounts.corrupt += 1
            return nil
        }
        let isChosen = plan.effort != .full
        guard !isChosen || frameClock.isDue(at: time) else { return nil }
        return SourceFrame(
            luma: try reader.luma(of: frame, source: container.source), motion: motion.motion, time: time,
            index: ownCounts.decoded - 1 + feed.skipped.passed, isChosen: isChosen)
    }

    public func exportMotion() {
        exportsMotion = true
        decoder.exportMotion()
    }

    /// Decodes one more frame and does nothing with it: what `vigie bench decode` compares with.
    /// - Returns: `false` at the end.
    public func skip() throws(FootageError) -> Bool { try advance(until: .infinity) == .picture }

    private var presentation: Int64? {
        let ticks = frame.pointer.pointee.best_effort_timestamp
        return ticks == vigie_nopts_value ? nil : ticks
    }

    private enum Progress { case picture, pending, end }

    /// Brings the next decoded frame, corrupt or not.
    private func advance(until instant: Double) throws(FootageError) -> Progress {
        var failures = 0
        while failures < Self.hopelessPackets {
            let status = decoder.receive(into: frame)
            if status >= 0 {
                ownCounts.decoded += 1
                feed.pass(presentation: presentation)
                return .picture
            }
            if status == vigie_averror_eof {
                if isDraining { return .end }
                // A picture that was decoded by itself is out.
                decoder.restart()
            } else if status != vigie_averror_again {
                ownCounts.corrupt += 1
            }
            if !isDraining, try !send(until: instant) { return .pending }
            failures += 1
        }
        throw FootageError(.unreadableCodec, "its pictures cannot be decoded", source: container.source)
    }

    /// Gives the decoder its next packet, or tells it that there is none; `false` when the time is over before.
    private func send(until instant: Double) throws(FootageError) -> Bool {
        if feed.next(into: packet) {
            sendPacket()
            return true
        }
        while true {
            guard try read() else { return true }
            switch feed.take(packet, time: packetTime) {
            case .decode:
                sendPacket()
                return true
            case .decodeAlone:
                sendPacket()
                decoder.drain()
                return true
            case .wait:
                if instant < .infinity, SystemClock.monotonicSeconds() >= instant { return false }
            }
        }
    }

    /// Reads the next packet of the stream; at the end, has the decoder give what it keeps and answers `false`.
    private func read() throws(FootageError) -> Bool {
        while true {
            packet.clear()
            container.deadline.arm(seconds: limits.readSeconds)
            let status = container.read(into: packet)
            // A read that was cut still gives what the parser had kept; what counts is that nothing new came.
            guard status >= 0, !container.deadline.didExpire else {
                try endOrThrow(status < 0 ? status : vigie_averror_exit)
                isDraining = true
                feed.finish()
                decoder.drain()
                return false
            }
            guard Int(packet.pointer.pointee.stream_index) == streamIndex else { continue }
            guard packet.pointer.pointee.flags & AV_PKT_FLAG_CORRUPT != 0 else { return true }
            ownCounts.corrupt += 1
        }
    }

    private func sendPacket() {
        decoder.setLoopFilter(appliedEffort.filtersLoop)
        if decoder.send(packet) < 0 { ownCounts.corrupt += 1 }
        packet.clear()
    }

    /// The packet's presentation time in seconds since the first frame, as far as it is known before decoding.
    private var packetTime: Double? {
        guard let ticks = packet.pointer.pointee.presentation else { return nil }
        let seconds = Double(ticks) * timeBase
        let first = firstPacket ?? seconds
        firstPacket = first
        return clock.elapsed(at: seconds) ?? seconds - first
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
