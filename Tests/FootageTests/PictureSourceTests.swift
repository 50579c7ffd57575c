import Footage
import Foundation
import Testing

@Suite("pictures give frames at a rate")
struct PictureSourceTests {
    private func times(_ source: PictureSource) throws -> [Double] {
        var times: [Double] = []
        while let frame = try source.next() { times.append(frame.time) }
        return times
    }

    @Test("a folder's pictures come by name, whatever their format", arguments: ["png", "jpg", "pgm", "bmp", "tif"])
    func folder(format: String) throws {
        let footage = try MadeFootage()
        try footage.ffmpeg([
            "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=5", "-frames:v", "7", footage.path("p_%03d.\(format)"),
        ])
        let source = try PictureSource(SourceLocation(footage.folder.path), rate: 2)
        #expect(try times(source) == [0, 0.5, 1, 1.5, 2, 2.5, 3])
        #expect(source.path(ofPicture: 6).hasSuffix("p_007.\(format)"))
        #expect(source.counts.corrupt == 0)
    }

    @Test("a mask among the frames of a folder is no frame")
    func commonestExtension() throws {
        let footage = try MadeFootage()
        try footage.ffmpeg([
            "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=5", "-frames:v", "3", footage.path("seq_%d.jpg"),
        ])
        try footage.ffmpeg(["-f", "lavfi", "-i", "color=size=96x64", "-frames:v", "1", footage.path("mask.png")])
        let source = try PictureSource(SourceLocation(footage.folder.path))
        #expect(try times(source).count == 3)
        #expect(source.path(ofPicture: 0).hasSuffix("seq_1.jpg"))
    }

    @Test("a pattern takes the numbers in order and nothing else")
    func pattern() throws {
        let footage = try MadeFootage()
        for name in ["f_2.png", "f_10.png", "f_1.png", "g_3.png", "f_x.png", "f_03.png"] {
            try footage.ffmpeg(["-f", "lavfi", "-i", "color=size=64x64", "-frames:v", "1", footage.path(name)])
        }
        let location = try SourceLocation(footage.path("f_%d.png"))
        let source = try PictureSource(location)
        #expect(try times(source) == [0, 0.2, 0.4])
        #expect(
            (0..<3).map { source.path(ofPicture: $0).split(separator: "/").last } == ["f_1.png", "f_2.png", "f_10.png"])
    }

    @Test("a damaged picture keeps its index and is left out")
    func damaged() throws {
        let footage = try MadeFootage()
        try footage.ffmpeg([
            "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=5", "-frames:v", "4", footage.path("p_%d.png"),
        ])
        _ = try footage.write(Data("not a picture at all".utf8), to: "p_2.png")
        _ = try footage.write(Data(), to: "p_3.png")
        let source = try PictureSource(SourceLocation(footage.folder.path), rate: 1)
        #expect(try times(source) == [0, 3])
        #expect(source.counts.corrupt == 2)
    }

    @Test("an empty folder and a pattern without a picture say so")
    func nothing() throws {
        let footage = try MadeFootage()
        let empty = #expect(throws: FootageError.self) { try PictureSource(SourceLocation(footage.folder.path)) }
        #expect(empty?.code == .noPictures)
        let pattern = #expect(throws: FootageError.self) {
            try PictureSource(SourceLocation(footage.path("seq_%04d.jpg")))
        }
        #expect(pattern?.code == .noPictures)
    }

    @Test("a written PNG reads back to the same luma")
    func roundTrip() throws {
        let footage = try MadeFootage()
        let (width, height, stride) = (37, 41, 48)
        let pixels = (0..<(stride * height)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try pixels.withUnsafeBufferPointer { buffer in
            let base = try #require(buffer.baseAddress)
            let luma = LumaPicture(base: base, width: width, height: height, stride: stride)
            try PictureWriter.writePNG(luma, to: footage.path("x.png"))
        }
        let source = try PictureSource(SourceLocation(footage.folder.path))
        try withExtendedLifetime(source) {
            let luma = try #require(try source.next()).luma
            for y in 0..<height {
                for x in 0..<width { try #require(luma.base[y * luma.stride + x] == pixels[y * stride + x]) }
            }
        }
    }
}
