import CFFmpeg

/// Packets that wait to be decoded, oldest first. Its packets are allocated once and reused.
struct PacketQueue: ~Copyable {
    /// At 30 frames/s what comes between two pictures analysed each second, and a little more.
    static let capacity = 32

    private let slots: UnsafeMutablePointer<UnsafeMutablePointer<AVPacket>>
    private var first = 0
    private(set) var count = 0

    init(source: String) throws(FootageError) {
        slots = .allocate(capacity: Self.capacity)
        for index in 0..<Self.capacity {
            guard let packet = av_packet_alloc() else {
                for allocated in 0..<index { Self.free(slots[allocated]) }
                slots.deallocate()
                throw FootageError(.outOfMemory, "no packet", source: source)
            }
            slots[index] = packet
        }
    }

    deinit {
        for index in 0..<Self.capacity { Self.free(slots[index]) }
        slots.deallocate()
    }

    private static func free(_ packet: UnsafeMutablePointer<AVPacket>) {
        var freed: UnsafeMutablePointer<AVPacket>? = packet
        av_packet_free(&freed)
    }

    /// Presentation time of the oldest packet in ticks; `nil` when it has none.
    /// - Precondition: the queue is not empty.
    var firstPresentation: Int64? {
        precondition(count > 0)
        return slots[first].pointee.presentation
    }

    /// Moves the packet to the end.
    /// - Precondition: the queue is not full.
    mutating func append(_ packet: borrowing LibavPacket) {
        precondition(count < Self.capacity)
        av_packet_move_ref(slots[(first + count) % Self.capacity], packet.pointer)
        count += 1
    }

    /// Moves the oldest packet out; `false` when there is none.
    mutating func takeFirst(into packet: borrowing LibavPacket) -> Bool {
        guard count > 0 else { return false }
        packet.clear()
        av_packet_move_ref(packet.pointer, slots[first])
        advance()
        return true
    }

    /// Throws the oldest packet away.
    /// - Precondition: the queue is not empty.
    mutating func removeFirst() {
        precondition(count > 0)
        av_packet_unref(slots[first])
        advance()
    }

    private mutating func advance() {
        first = (first + 1) % Self.capacity
        count -= 1
    }
}
