import CFFmpeg

/// Between the container and the decoder: gives on the packets that the plan needs, in order.
struct PacketFeed: ~Copyable {
    /// What to do after a packet was taken.
    enum Step {
        /// Nothing is to be decoded yet.
        case wait
        /// The packet is to be decoded; more may follow, see ``next(into:)``.
        case decode
        /// The packet is to be decoded by itself: its picture comes out at once, and the decoder forgets it.
        case decodeAlone
    }

    var schedule: DecodeSchedule
    private(set) var skipped = SkippedPictures()
    private var queue: PacketQueue
    private var pictures: CodedPictureReader
    private var isReleasing = false

    init(stream: UnsafeMutablePointer<AVStream>, plan: DecodePlan, source: String) throws(FootageError) {
        let parameters = stream.pointee.codecpar.pointee
        queue = try PacketQueue(source: source)
        schedule = DecodeSchedule(plan: plan)
        schedule.isReordered = parameters.video_delay > 0
        pictures = CodedPictureReader(
            codec: parameters.codec_id,
            extradata: UnsafeBufferPointer(start: parameters.extradata, count: Int(parameters.extradata_size)))
    }

    /// Takes a packet that was just read; what is to be decoded is in `packet` afterwards.
    /// - Parameter time: its presentation time in seconds since the first frame; `nil` when it has none.
    mutating func take(_ packet: borrowing LibavPacket, time: Double?) -> Step {
        let content = packet.pointer.pointee
        let picture = pictures.kind(
            of: UnsafeBufferPointer(start: content.data, count: Int(content.size)),
            isKey: content.flags & AV_PKT_FLAG_KEY != 0)
        switch schedule.action(for: picture, time: time) {
        case .skip:
            skipped.add(presentation: content.presentation)
            packet.clear()
            return .wait
        case .holdAnew:
            dropHeld()
            return hold(packet)
        case .hold:
            return hold(packet)
        case .decode:
            return release(upTo: packet)
        case .decodeAnew:
            dropHeld()
            return .decode
        case .alone:
            dropHeld()
            return .decodeAlone
        }
    }

    /// The next packet that an earlier one has set free; `false` when there is none.
    mutating func next(into packet: borrowing LibavPacket) -> Bool {
        isReleasing = isReleasing && queue.takeFirst(into: packet)
        return isReleasing
    }

    /// A picture came out of the decoder.
    mutating func pass(presentation: Int64?) { skipped.pass(presentation: presentation) }

    /// Nothing more comes that could need what is held.
    mutating func finish() { dropHeld() }

    private mutating func hold(_ packet: borrowing LibavPacket) -> Step {
        // One place stays free for the packet that sets the others free.
        guard queue.count < PacketQueue.capacity - 1 else { return release(upTo: packet) }
        queue.append(packet)
        return .wait
    }

    private mutating func release(upTo packet: borrowing LibavPacket) -> Step {
        queue.append(packet)
        isReleasing = true
        return next(into: packet) ? .decode : .wait
    }

    private mutating func dropHeld() {
        isReleasing = false
        while queue.count > 0 {
            skipped.add(presentation: queue.firstPresentation)
            queue.removeFirst()
        }
    }
}

extension AVPacket {
    /// Presentation time in ticks of the stream.
    var presentation: Int64? { pts == vigie_nopts_value ? nil : pts }
}
