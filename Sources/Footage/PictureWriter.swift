import CFFmpeg
import FoundationEssentials

/// Writes luma pictures as PNG through libavcodec.
public enum PictureWriter {
    /// Writes one grey picture.
    /// - Throws: ``FootageError/Code/cannotWrite``.
    public static func writePNG(_ luma: LumaPicture, to path: String) throws(FootageError) {
        let bytes = try encodePNG(luma, source: path)
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw FootageError(.cannotWrite, "the picture cannot be written", source: path)
        }
    }

    private static func encodePNG(_ luma: LumaPicture, source: String) throws(FootageError) -> [UInt8] {
        let encoder = try PictureEncoder(width: luma.width, height: luma.height, source: source)
        let frame = try LibavFrame(source: source)
        frame.pointer.pointee.width = Int32(luma.width)
        frame.pointer.pointee.height = Int32(luma.height)
        frame.pointer.pointee.format = AV_PIX_FMT_GRAY8.rawValue
        guard av_frame_get_buffer(frame.pointer, 0) >= 0, let target = frame.pointer.pointee.data.0 else {
            throw FootageError(.outOfMemory, "no picture buffer", source: source)
        }
        for row in 0..<luma.height {
            let line = target + row * Int(frame.pointer.pointee.linesize.0)
            line.update(from: luma.base + row * luma.stride, count: luma.width)
        }
        return try encoder.encode(frame, source: source)
    }
}

/// Owns a PNG encoder.
private struct PictureEncoder: ~Copyable {
    private let context: UnsafeMutablePointer<AVCodecContext>

    init(width: Int, height: Int, source: String) throws(FootageError) {
        guard let codec = avcodec_find_encoder(AV_CODEC_ID_PNG), let context = avcodec_alloc_context3(codec) else {
            throw FootageError(.cannotWrite, "libavcodec has no PNG encoder", source: source)
        }
        context.pointee.width = Int32(width)
        context.pointee.height = Int32(height)
        context.pointee.pix_fmt = AV_PIX_FMT_GRAY8
        context.pointee.time_base = AVRational(num: 1, den: 25)
        guard avcodec_open2(context, codec, nil) >= 0 else {
            var freed: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&freed)
            throw FootageError(.cannotWrite, "the PNG encoder does not start", source: source)
        }
        self.context = context
    }

    deinit {
        var freed: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&freed)
    }

    func encode(_ frame: borrowing LibavFrame, source: String) throws(FootageError) -> [UInt8] {
        let packet = try LibavPacket(source: source)
        guard avcodec_send_frame(context, frame.pointer) >= 0,
            avcodec_receive_packet(context, packet.pointer) >= 0, let data = packet.pointer.pointee.data
        else { throw FootageError(.cannotWrite, "the picture cannot be encoded", source: source) }
        return Array(UnsafeBufferPointer(start: data, count: Int(packet.pointer.pointee.size)))
    }
}
