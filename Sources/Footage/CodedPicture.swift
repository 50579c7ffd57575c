import CFFmpeg

/// What a coded picture means for the others, told from its first bytes.
package enum CodedPicture: Sendable, Hashable {
    /// Decoding can start here, and nothing after it refers to anything before it.
    case entry
    /// Decoding can start here, but pictures shown before it may refer to what came before.
    case key
    /// Others may refer to it.
    case reference
    /// Nothing refers to it.
    case disposable

    /// Whether it can be decoded by itself.
    var standsAlone: Bool { self == .entry || self == .key }
}

/// Reads the kind of coded pictures: from the headers of the network abstraction layer in H.264 (ITU-T H.264, 7.3.1,
/// 7.4.1) and HEVC (ITU-T H.265, 7.3.1.2, 7.4.2.2), from what the container says in other codecs. Never reads beyond
/// the packet; what it does not understand is a reference.
package struct CodedPictureReader {
    /// How the kind of a picture is written down.
    package enum Syntax: Sendable { case h264, hevc, everyPictureAlone, keyResetsAll, opaque }

    /// Bytes in which the first slice must begin.
    private static let reach = 64 * 1024

    private let syntax: Syntax
    /// Bytes of the length before each unit; 0 when units are separated by start codes.
    private let lengthSize: Int
    private var highestTemporalID: UInt8 = 0

    init(codec: AVCodecID, extradata: UnsafeBufferPointer<UInt8>) {
        let description = avcodec_descriptor_get(codec)?.pointee
        switch codec {
        case AV_CODEC_ID_H264: syntax = .h264
        case AV_CODEC_ID_HEVC: syntax = .hevc
        case AV_CODEC_ID_VP8, AV_CODEC_ID_VP9: syntax = .keyResetsAll
        case _ where (description?.props ?? 0) & AV_CODEC_PROP_INTRA_ONLY != 0: syntax = .everyPictureAlone
        default: syntax = .opaque
        }
        lengthSize = Self.lengthSize(syntax, extradata)
    }

    /// For units that are separated by start codes.
    package init(_ syntax: Syntax) {
        self.syntax = syntax
        lengthSize = 0
    }

    /// From the decoder configuration records of ISO/IEC 14496-15, which begin with 1; start codes begin with 0.
    private static func lengthSize(_ syntax: Syntax, _ extradata: UnsafeBufferPointer<UInt8>) -> Int {
        switch syntax {
        case .h264 where extradata.count >= 7 && extradata[0] == 1: Int(extradata[4] & 3) + 1
        case .hevc where extradata.count >= 23 && extradata[0] == 1: Int(extradata[21] & 3) + 1
        default: 0
        }
    }

    /// - Parameter isKey: what the container or the parser says.
    package mutating func kind(of bytes: UnsafeBufferPointer<UInt8>, isKey: Bool) -> CodedPicture {
        switch syntax {
        case .everyPictureAlone: .entry
        case .keyResetsAll: isKey ? .entry : .reference
        case .opaque: isKey ? .key : .reference
        case .h264, .hevc: firstSlice(in: bytes, isKey: isKey) ?? (isKey ? .key : .reference)
        }
    }

    private mutating func firstSlice(in bytes: UnsafeBufferPointer<UInt8>, isKey: Bool) -> CodedPicture? {
        let end = min(bytes.count, Self.reach)
        var position = 0
        while let unit = nextUnit(in: bytes, from: position, end: end) {
            if let kind = slice(bytes, at: unit.start, isKey: isKey) { return kind }
            position = unit.next
        }
        return nil
    }

    /// Where the next unit's header is, and where to look for the one after it.
    private func nextUnit(
        in bytes: UnsafeBufferPointer<UInt8>, from position: Int, end: Int
    ) -> (start: Int, next: Int)? {
        guard lengthSize == 0 else {
            let start = position + lengthSize
            guard start + 2 <= end else { return nil }
            let length = bytes[position..<start].reduce(0) { $0 << 8 | Int($1) }
            return (start, start + length)
        }
        var index = position
        while index + 5 <= end {
            if bytes[index] == 0, bytes[index + 1] == 0, bytes[index + 2] == 1 { return (index + 3, index + 3) }
            index += 1
        }
        return nil
    }

    /// `nil` when the unit is no slice.
    private mutating func slice(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int, isKey: Bool) -> CodedPicture? {
        if syntax == .h264 {
            let (importance, type) = (bytes[start] >> 5 & 3, bytes[start] & 31)
            if type == 5 { return .entry }
            guard (1...2).contains(type) else { return nil }
            return isKey ? .key : importance == 0 ? .disposable : .reference
        }
        let (type, temporal) = (bytes[start] >> 1 & 63, bytes[start + 1] & 7)
        guard type < 32 else { return nil }
        highestTemporalID = max(highestTemporalID, temporal)
        // IDR with or without leading pictures that can be decoded.
        if type == 19 || type == 20 { return .entry }
        if (16...23).contains(type) || isKey { return .key }
        // Even types below 16 are not referred to in their own layer; below the highest layer, others may.
        return type < 16 && type % 2 == 0 && temporal == highestTemporalID ? .disposable : .reference
    }
}
