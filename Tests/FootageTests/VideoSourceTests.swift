import Footage
import Foundation
import Testing

/// Reads a source to its end: times, indices and sizes of all frames.
private func readAll(_ source: any FrameSource) throws -> [(time: Double, index: Int, size: [Int])] {
    var frames: [(time: Double, index: Int, size: [Int])] = []
    while let frame = try source.next() {
        frames.append((frame.time, frame.index, [frame.luma.width, frame.luma.height]))
    }
    return frames
}

private func code(of body: () throws -> Void) -> FootageError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? FootageError)?.code
    }
}

@Suite("a video file gives its frames")
struct VideoSourceTests {
    @Test("every frame comes once, in order, at its own time")
    func frames() throws {
        let footage = try MadeFootage()
        let source = try VideoSource(file: footage.video(rate: 25, frames: 50))
        let frames = try readAll(source)
        #expect(frames.map(\.index) == Array(0..<50))
        #expect(zip(frames, 0...).allSatisfy { abs($0.0.time - Double($0.1) / 25) < 1e-6 })
        #expect(source.frameRate == 25)
        #expect(source.counts.decoded == 50)
        #expect(source.counts.corrupt == 0)
    }

    @Test(
        "luma is the same whatever the pixel format",
        arguments: ["yuv420p", "yuvj420p", "yuv422p", "yuv444p", "nv12", "gray", "yuv420p10le", "rgb24", "pal8"])
    func pixelFormats(format: String) throws {
        let footage = try MadeFootage()
        let path = footage.path("x.nut")
        try footage.ffmpeg([
            "-f", "lavfi", "-i", "color=c=white:size=64x48:rate=5", "-frames:v", "2", "-c:v", "rawvideo", "-pix_fmt",
            format,
            path,
        ])
        let source = try VideoSource(file: path)
        try withExtendedLifetime(source) {
            let luma = try #require(try source.next()).luma
            #expect(luma.base[17 * luma.stride + 33] >= 235)
            #expect(luma.width == 64 && luma.height == 48 && luma.stride >= 64)
        }
    }

    @Test("odd sizes are read as they are", arguments: ["33x35", "101x77", "641x359"])
    func oddSizes(size: String) throws {
        let footage = try MadeFootage()
        let scale = "scale=\(size.replacing("x", with: ":"))"
        let path = try footage.video(
            "odd.mkv", frames: 5, arguments: ["-vf", scale, "-c:v", "libx264", "-pix_fmt", "yuv444p"])
        let frames = try readAll(VideoSource(file: path))
        #expect(frames.count == 5)
        #expect(frames[0].size.map(String.init).joined(separator: "x") == size)
    }

    @Test("a size that changes in mid-stream is passed on")
    func sizeChange() throws {
        let footage = try MadeFootage()
        for (name, size) in [("a.ts", "320x240"), ("b.ts", "160x128")] {
            _ = try footage.video(name, size: size, frames: 25)
        }
        let joined = try [footage.path("a.ts"), footage.path("b.ts")].reduce(into: Data()) { bytes, path in
            bytes += try Data(contentsOf: URL(fileURLWithPath: path))
        }
        let frames = try readAll(VideoSource(file: footage.write(joined, to: "joined.ts")))
        #expect(Set(frames.map(\.size)) == [[320, 240], [160, 128]])
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.0.time < $0.1.time })
    }

    @Test("a truncated file gives the frames it has, without an error")
    func truncated() throws {
        let footage = try MadeFootage()
        let path = try footage.video("whole.ts", frames: 100)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let cut = try footage.write(bytes.prefix(bytes.count / 2), to: "cut.ts")
        let frames = try readAll(VideoSource(file: cut))
        #expect((10..<100).contains(frames.count))
    }

    @Test("damaged bytes never crash, and damaged frames are counted and left out")
    func damaged() throws {
        let footage = try MadeFootage()
        let path = try footage.video("whole.ts", frames: 100)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var corrupt = 0
        for seed in UInt64(1)...12 {
            print("seed", seed)
            var random = LinearCongruential(state: seed)
            var bytes = whole
            for _ in 0..<40 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            do {
                let source = try VideoSource(file: footage.write(bytes, to: "damaged.ts"))
                let frames = try readAll(source)
                #expect(frames.count + source.counts.corrupt >= source.counts.decoded)
                corrupt += source.counts.corrupt
            } catch let error as FootageError {
                // Damage to the container's tables leaves nothing to decode, and says so.
                #expect([.unreadableCodec, .notVideo, .noVideoStream].contains(error.code))
            }
        }
        #expect(corrupt > 0)
    }

    @Test("each thing that is wrong with a file has its own error")
    func errors() throws {
        let footage = try MadeFootage()
        let empty = try footage.write(Data(), to: "empty.mp4")
        let text = try footage.write(Data("this is no video, and it says so\n".utf8), to: "text.mp4")
        let sound = footage.path("sound.wav")
        try footage.ffmpeg(["-f", "lavfi", "-i", "sine=duration=1", sound])
        let tiny = try footage.video("tiny.mkv", size: "16x16", frames: 2)
        let playlist = try footage.write(Data("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n".utf8), to: "list.m3u8")
        let concat = try footage.write(Data("ffconcat version 1.0\nfile '\(tiny)'\n".utf8), to: "list.mp4")

        #expect(code { _ = try VideoSource(file: footage.path("none.mp4")) } == .notFound)
        #expect(code { _ = try VideoSource(file: footage.folder.path) } == .notVideo)
        #expect(code { _ = try VideoSource(file: empty) } == .empty)
        #expect(code { _ = try VideoSource(file: text) } == .notVideo)
        #expect(code { _ = try VideoSource(file: sound) } == .noVideoStream)
        #expect(code { _ = try VideoSource(file: tiny).next() } == .pictureSize)
        #expect(code { _ = try VideoSource(file: playlist) } == .notVideo)
        #expect(code { _ = try VideoSource(file: concat) } == .notVideo)
    }

    @Test("a codec without a decoder is named")
    func unknownCodec() throws {
        let footage = try MadeFootage()
        let path = try footage.video("x.avi", frames: 5, arguments: ["-c:v", "mpeg4", "-vtag", "FMP4"])
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        while let range = bytes.range(of: Data("FMP4".utf8)) { bytes.replaceSubrange(range, with: Data("ZZZZ".utf8)) }
        let changed = try footage.write(bytes, to: "unknown.avi")
        #expect(code { _ = try VideoSource(file: changed).next() } == .unreadableCodec)
    }

    @Test("a raised stop flag ends reading with its own code")
    func stop() throws {
        let footage = try MadeFootage()
        let stop = StopFlag()
        let source = try VideoSource(file: footage.video("long.ts", frames: 300), stop: stop)
        _ = try source.next()
        stop.raise()
        #expect(code { while try source.next() != nil {} } == .stopped)
    }
}

/// Small, seeded, good enough to spoil bytes.
private struct LinearCongruential {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
