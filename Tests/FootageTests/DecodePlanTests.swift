import Footage
import Testing

/// One frame as it came out of a source.
private struct Seen: Equatable {
    var time: Double
    var checksum: UInt64
}

/// All frames by index; the checksum is of every luma pixel.
private func read(_ path: String, _ effort: DecodeEffort, rate: Double = 5) throws -> (
    frames: [Int: Seen], counts: SourceCounts
) {
    let source = try VideoSource(file: path, plan: DecodePlan(effort: effort, analysedPerSecond: rate))
    var frames: [Int: Seen] = [:]
    while let frame = try source.next() {
        var sum: UInt64 = 14_695_981_039_346_656_037
        for y in 0..<frame.luma.height {
            for x in 0..<frame.luma.width {
                sum = (sum ^ UInt64(frame.luma.base[y * frame.luma.stride + x])) &* 1_099_511_628_211
            }
        }
        #expect(frames[frame.index] == nil)
        frames[frame.index] = Seen(time: frame.time, checksum: sum)
    }
    return (frames, source.counts)
}

@Suite("less is decoded, and what is analysed stays the same")
struct DecodePlanTests {
    private static let codecs: [String: [String]] = [
        "h264": ["-c:v", "libx264", "-bf", "0", "-g", "23", "-pix_fmt", "yuv420p"],
        "h264-b": ["-c:v", "libx264", "-bf", "3", "-g", "50", "-pix_fmt", "yuv420p"],
        "h264-open": ["-c:v", "libx264", "-bf", "3", "-g", "30", "-x264-params", "open-gop=1", "-pix_fmt", "yuv420p"],
        "hevc": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=23:bframes=0"],
        "hevc-b": ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none:keyint=50:bframes=3"],
        "mjpeg": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"],
        "mpeg4": ["-c:v", "mpeg4", "-bf", "2", "-g", "24"],
        "vp9": ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "30"],
    ]

    @Test("needed: each frame is the one that full gives, at its index and time", arguments: codecs.keys.sorted())
    func needed(codec: String) throws {
        let footage = try MadeFootage()
        let path = try footage.video("x.mkv", frames: 120, arguments: Self.codecs[codec] ?? [])
        let full = try read(path, .full).frames
        let (needed, counts) = try read(path, .needed)
        #expect(full.count == 120)
        #expect((23...25).contains(needed.count))
        for (index, frame) in needed {
            #expect(full[index]?.checksum == frame.checksum, "frame \(index)")
            #expect(abs((full[index]?.time ?? -1) - frame.time) < 1e-9)
        }
        #expect(counts.decoded + counts.skipped == 120)
        #expect(counts.corrupt == 0)
        #expect(counts.decoded < 120 || codec == "mpeg4" || codec == "vp9")
    }

    @Test(
        "key pictures alone are at their place, as full gives them", arguments: ["h264", "h264-open", "hevc", "hevc-b"])
    func keyPictures(codec: String) throws {
        let footage = try MadeFootage()
        let path = try footage.video("x.mkv", frames: 120, arguments: Self.codecs[codec] ?? [])
        let full = try read(path, .full).frames
        let (keys, counts) = try read(path, .keyPictures)
        #expect((3...6).contains(keys.count))
        for (index, key) in keys {
            let same = full.first { abs($0.value.time - key.time) < 1e-9 }
            #expect(same?.value.checksum == key.checksum)
            // What is shown before a picture of an open group may come after it.
            #expect(abs((same?.key ?? -9) - index) <= (codec == "h264" || codec == "hevc" ? 0 : 3))
        }
        #expect(counts.decoded == keys.count && counts.decoded + counts.skipped == 120)
    }

    @Test("pictures without the loop filter differ, but not by much, and are as many")
    func unfiltered() throws {
        let footage = try MadeFootage()
        let path = try footage.video("x.mkv", frames: 120, arguments: Self.codecs["h264"] ?? [])
        let (needed, unfiltered) = (try read(path, .needed).frames, try read(path, .unfiltered).frames)
        #expect(Set(needed.keys) == Set(unfiltered.keys))
        #expect(needed != unfiltered)
    }

    @Test("a source may be told to decode more or less at any frame")
    func changes() throws {
        let footage = try MadeFootage()
        let path = try footage.video("x.mkv", frames: 400, arguments: Self.codecs["h264"] ?? [])
        let source = try VideoSource(file: path, plan: DecodePlan(effort: .full, analysedPerSecond: 5))
        let full = try read(path, .full).frames
        let efforts: [DecodeEffort] = [.full, .keyPictures, .needed, .halved, .full, .needed, .keyPictures, .full]
        var (count, last) = (0, -1)
        while let frame = try source.next() {
            #expect(frame.index > last)
            #expect(abs((full[frame.index]?.time ?? -1) - frame.time) < 1e-9)
            (count, last) = (count + 1, frame.index)
            source.plan.effort = efforts[count / 3 % efforts.count]
        }
        #expect(count > 25 && source.counts.corrupt == 0)
    }

    @Test("as many pictures are chosen as are analysed each second")
    func analysedRate() throws {
        let footage = try MadeFootage()
        let path = try footage.video("x.mkv", frames: 100, arguments: Self.codecs["h264"] ?? [])
        #expect(try read(path, .needed, rate: 1).frames.count == 5)
        #expect(try read(path, .needed, rate: 30).frames.count == 100)
    }
}
