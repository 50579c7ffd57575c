import CFFmpeg
import Glibc

/// Frames from single pictures: one file, one frame, at a given rate. A picture that cannot be decoded is counted as
/// corrupt and left out.
public final class PictureSource: FrameSource {
    /// Rate of pictures when none is given: the default analysis rate, so that every picture is analysed.
    public static let defaultRate = 5.0
    /// Larger files are no pictures.
    private static let largestFile = 256 << 20

    private let paths: [String]
    private let rate: Double
    private let stop: StopFlag
    private let packet: LibavPacket
    private let frame: LibavFrame
    private var decoder: VideoDecoder?
    private var decoderFormat: PictureFormat?
    private var reader = LumaReader()
    private var position = 0

    public private(set) var counts = SourceCounts()
    public var frameRate: Double? { rate }

    /// - Parameters:
    ///   - location: a folder or a pattern.
    ///   - rate: pictures per second, > 0.
    public init(
        _ location: SourceLocation, rate: Double = defaultRate, stop: StopFlag = StopFlag()
    ) throws(FootageError) {
        paths = try PictureListing.paths(of: location)
        self.rate = rate
        self.stop = stop
        packet = try LibavPacket(source: location.description)
        frame = try LibavFrame(source: location.description)
    }

    /// Path of the picture with this index, as it was listed.
    public func path(ofPicture index: Int) -> String { paths[index] }

    public func next() throws(FootageError) -> SourceFrame? {
        while position < paths.count {
            let path = paths[position]
            guard !stop.isRaised else { throw FootageError(.stopped, "stopped while reading", source: path) }
            position += 1
            counts.decoded += 1
            guard try decode(path) else {
                counts.corrupt += 1
                continue
            }
            let index = position - 1
            return SourceFrame(
                luma: try reader.luma(of: frame, source: path), time: Double(index) / rate, index: index)
        }
        guard counts.corrupt < paths.count else {
            throw FootageError(.notVideo, "not one of the pictures can be decoded", source: paths[0])
        }
        return nil
    }

    /// Decodes one file into `frame`; `false` when it is damaged.
    private func decode(_ path: String) throws(FootageError) -> Bool {
        packet.clear()
        guard Self.load(path, into: packet), let format = PictureFormat(packet) else { return false }
        if decoderFormat == format {
            decoder?.restart()
        } else {
            decoder = try VideoDecoder.open(codec: format.codec, source: path, options: OpenLimits.file.codecOptions)
            decoderFormat = format
        }
        guard decoder?.send(packet) ?? -1 >= 0 else { return false }
        decoder?.drain()
        return decoder?.receive(into: frame) ?? -1 >= 0 && !frame.isCorrupt
    }

    private static func load(_ path: String, into packet: borrowing LibavPacket) -> Bool {
        guard let file = fopen(path, "rb") else { return false }
        defer { fclose(file) }
        guard fseek(file, 0, SEEK_END) == 0 else { return false }
        let size = ftell(file)
        guard size > 0, size <= largestFile, fseek(file, 0, SEEK_SET) == 0 else { return false }
        guard av_new_packet(packet.pointer, Int32(size)) >= 0 else { return false }
        return fread(packet.pointer.pointee.data, 1, size, file) == size
    }
}

/// Picture formats, told by their first bytes and never by their names.
enum PictureFormat: Hashable {
    case jpeg, png, bmp, tiff, webp, portableMap(UInt8)

    init?(_ packet: borrowing LibavPacket) {
        guard packet.pointer.pointee.size >= 12, let data = packet.pointer.pointee.data else { return nil }
        let head = Array(UnsafeBufferPointer(start: data, count: 12))
        self.init(head: head)
    }

    /// - Parameter head: the first 12 bytes.
    init?(head: [UInt8]) {
        switch (head[0], head[1], head[2], head[3]) {
        case (0xFF, 0xD8, 0xFF, _): self = .jpeg
        case (0x89, 0x50, 0x4E, 0x47): self = .png
        case (0x42, 0x4D, _, _): self = .bmp
        case (0x49, 0x49, 0x2A, 0), (0x4D, 0x4D, 0, 0x2A): self = .tiff
        case (0x52, 0x49, 0x46, 0x46) where head[8...11].elementsEqual([0x57, 0x45, 0x42, 0x50]): self = .webp
        case (0x50, 0x31...0x36, _, _): self = .portableMap(head[1] - 0x30)
        default: return nil
        }
    }

    var codec: AVCodecID {
        switch self {
        case .jpeg: AV_CODEC_ID_MJPEG
        case .png: AV_CODEC_ID_PNG
        case .bmp: AV_CODEC_ID_BMP
        case .tiff: AV_CODEC_ID_TIFF
        case .webp: AV_CODEC_ID_WEBP
        case .portableMap(1), .portableMap(4): AV_CODEC_ID_PBM
        case .portableMap(2), .portableMap(5): AV_CODEC_ID_PGM
        case .portableMap: AV_CODEC_ID_PPM
        }
    }
}
