import Footage
import Foundation
import Testing

@Suite("footage that is unlike the usual is read or refused by name, at every effort")
struct BadInputTests {
    /// Sizes and times of all frames; touches every luma pixel.
    private func read(_ path: String, _ effort: DecodeEffort) throws -> [(size: [Int], time: Double, sum: Int)] {
        let source = try VideoSource(file: path, plan: DecodePlan(effort: effort, analysedPerSecond: 5))
        var frames: [(size: [Int], time: Double, sum: Int)] = []
        while let frame = try source.next() {
            let luma = frame.luma
            var sum = 0
            for y in 0..<luma.height { for x in 0..<luma.width { sum &+= Int(luma.base[y * luma.stride + x]) } }
            frames.append(([luma.width, luma.height], frame.time, sum / (luma.width * luma.height)))
        }
        return frames
    }

    private func code(_ path: String, _ effort: DecodeEffort) -> FootageError.Code? {
        do {
            _ = try read(path, effort)
            return nil
        } catch {
            return (error as? FootageError)?.code
        }
    }

    /// Two streams, one after the other in one file.
    private func joined(_ footage: MadeFootage, _ first: [String], _ second: [String]) throws -> String {
        var bytes = Data()
        for (name, arguments) in [("a.ts", first), ("b.ts", second)] {
            let path = try footage.video(name, frames: 50, arguments: arguments)
            bytes += try Data(contentsOf: URL(fileURLWithPath: path))
        }
        return try footage.write(bytes, to: "joined.ts")
    }

    private static let x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "25"]

    @Test("a pixel format that changes in mid-stream, to full chroma and to ten bits", arguments: DecodeEffort.allCases)
    func formatChange(effort: DecodeEffort) throws {
        let footage = try MadeFootage()
        for format in ["yuv444p", "yuv420p10le", "gray"] {
            let path = try joined(footage, Self.x264 + ["-pix_fmt", "yuv420p"], Self.x264 + ["-pix_fmt", format])
            let frames = try read(path, effort)
            #expect(frames.count >= 3, "\(format)")
            let (first, last) = (frames.first?.sum ?? 0, frames.last?.sum ?? 0)
            #expect(abs(first - last) < 20, "\(format): \(first) \(last)")
        }
    }

    @Test("a size that changes in mid-stream, to an odd one and back", arguments: DecodeEffort.allCases)
    func sizeChange(effort: DecodeEffort) throws {
        let footage = try MadeFootage()
        let odd = ["-vf", "scale=201:113"] + Self.x264 + ["-pix_fmt", "yuv444p"]
        let frames = try read(try joined(footage, Self.x264 + ["-pix_fmt", "yuv420p"], odd), effort)
        #expect(Set(frames.map(\.size)) == [[320, 240], [201, 113]])
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.time < $1.time })
    }

    @Test("interlaced pictures are read as they are", arguments: DecodeEffort.allCases)
    func interlaced(effort: DecodeEffort) throws {
        let footage = try MadeFootage()
        for codec in [["-c:v", "mpeg2video", "-flags", "+ildct+ilme"], Self.x264 + ["-x264-params", "tff=1"]] {
            let path = try footage.video(
                "interlaced.mkv", frames: 60, arguments: ["-vf", "setfield=tff"] + codec + ["-pix_fmt", "yuv420p"])
            #expect(try read(path, effort).count >= 2)
        }
    }

    @Test("times that jump far ahead and come back grow all the same", arguments: DecodeEffort.allCases)
    func wildTimes(effort: DecodeEffort) throws {
        let footage = try MadeFootage()
        let whole = try footage.video("whole.mp4", frames: 150, arguments: Self.x264 + ["-pix_fmt", "yuv420p"])
        let wild = footage.path("wild.ts")
        try footage.ffmpeg(
            [
                "-i", whole, "-c", "copy", "-bsf:v", "h264_mp4toannexb,setts=pts=if(mod(N\\,9)\\,PTS\\,PTS+3000000000)",
                wild,
            ])
        let frames = try read(wild, effort)
        #expect(frames.count >= 4)
        #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.time < $1.time })
    }

    @Test("a picture of one pixel, and one beyond the limits, are refused by name; 8K is read")
    func extremes() throws {
        let footage = try MadeFootage()
        func picture(_ size: String) throws -> String {
            let path = footage.path("\(size).nut")
            try footage.ffmpeg([
                "-f", "lavfi", "-i", "color=c=gray:size=64x64:rate=5", "-frames:v", "1", "-vf",
                "scale=\(size.replacing("x", with: ":"))", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", path,
            ])
            return path
        }
        let (dot, wide, huge) = (try picture("1x1"), try picture("7680x4320"), try picture("16384x4096"))
        for effort in DecodeEffort.allCases {
            #expect(code(dot, effort) == .pictureSize)
            #expect(code(huge, effort) == .pictureSize)
        }
        #expect(try read(wide, .needed).map(\.size) == [[7680, 4320]])
    }

    @Test(
        "ten bits, twelve bits and no colour at all are read",
        arguments: ["gray10le", "yuv420p12le", "gray", "yuv422p10le"])
    func depths(format: String) throws {
        let footage = try MadeFootage()
        let path = try footage.video("deep.mkv", frames: 60, arguments: ["-c:v", "ffv1", "-pix_fmt", format])
        for effort in DecodeEffort.allCases { #expect(try read(path, effort).count >= 2) }
    }
}
