import CFFmpeg

/// Gives the 8-bit luma of decoded frames: in place where the format has such a plane, converted by libswscale where
/// it has not (10-bit, RGB, bottom-up).
struct LumaReader: ~Copyable {
    /// Smallest picture that can be analysed, in pixels each way: two blocks of the motion field.
    static let minimumSide = 32

    private var scaler: OpaquePointer?
    private var plane = UnsafeMutableBufferPointer<UInt8>(start: nil, count: 0)

    init() {}

    deinit {
        sws_freeContext(scaler)
        plane.deallocate()
    }

    /// The frame's luma, valid until the next call and as long as the frame holds its picture.
    mutating func luma(of frame: borrowing LibavFrame, source: String) throws(FootageError) -> LumaPicture {
        let picture = frame.pointer.pointee
        let (width, height) = (Int(picture.width), Int(picture.height))
        guard width >= Self.minimumSide, height >= Self.minimumSide, width * height <= OpenLimits.maximumPixels else {
            throw FootageError(
                .pictureSize, "its pictures are \(width)x\(height), which cannot be analysed", source: source)
        }
        if let base = picture.data.0, picture.linesize.0 > 0, Self.hasPlainLuma(AVPixelFormat(picture.format)) {
            return LumaPicture(base: base, width: width, height: height, stride: Int(picture.linesize.0))
        }
        return try convert(frame, width: width, height: height, source: source)
    }

    /// Whether plane 0 of the format is luma, one byte per pixel.
    static func hasPlainLuma(_ format: AVPixelFormat) -> Bool {
        guard let description = av_pix_fmt_desc_get(format)?.pointee else { return false }
        let refused = UInt64(
            AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_BITSTREAM)
        let luma = description.comp.0
        return description.flags & refused == 0 && luma.depth == 8 && luma.plane == 0 && luma.step == 1
            && luma.offset == 0 && luma.shift == 0
    }

    private mutating func convert(
        _ frame: borrowing LibavFrame, width: Int, height: Int, source: String
    ) throws(FootageError) -> LumaPicture {
        let picture = frame.pointer.pointee
        let format = AVPixelFormat(picture.format)
        scaler = sws_getCachedContext(
            scaler, picture.width, picture.height, format, picture.width, picture.height, AV_PIX_FMT_GRAY8,
            SWS_POINT, nil, nil, nil)
        guard let scaler else {
            let name = av_get_pix_fmt_name(format).map { String(cString: $0) } ?? "unknown"
            throw FootageError(.unsupportedPixels, "its pixel format (\(name)) cannot be read", source: source)
        }
        let stride = (width + 31) & ~31
        // libswscale may write whole vectors beyond the last row.
        let size = stride * height + 64
        if plane.count < size {
            plane.deallocate()
            plane = .allocate(capacity: size)
        }
        guard let base = plane.baseAddress else {
            throw FootageError(.outOfMemory, "no luma plane", source: source)
        }
        Self.scale(picture, with: scaler, into: base, stride: stride)
        return LumaPicture(base: UnsafePointer(base), width: width, height: height, stride: stride)
    }

    private static func scale(
        _ picture: AVFrame, with scaler: OpaquePointer, into base: UnsafeMutablePointer<UInt8>, stride: Int
    ) {
        let (data, lines) = (picture.data, picture.linesize)
        var planes = [data.0, data.1, data.2, data.3].map { plane in plane.map { UnsafePointer<UInt8>($0) } }
        var strides = [lines.0, lines.1, lines.2, lines.3]
        var target: UnsafeMutablePointer<UInt8>? = base
        var targetStride = Int32(stride)
        _ = sws_scale(scaler, &planes, &strides, 0, picture.height, &target, &targetStride)
    }
}
