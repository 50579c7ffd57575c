import Analysis
import Footage
import Foundation
import Perception
import Scene
import TestFolders
import Testing

/// The motion of squares that were encoded by x264, read from its vectors and by block matching.
@Suite("one motion field from two sources")
struct MotionSourceTests {
    private static let speed = 60.0, rate = 25
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Textured squares that walk to the right over a textured ground; ffmpeg is asked for no B-frames, as cameras have
    /// none.
    private func footage(_ arguments: [String]) throws -> URL {
        let file = folder.url.appending(path: "motion.mp4")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffmpeg")
        let ground =
            "nullsrc=s=640x360:r=25:d=0.04,geq=lum='110+25*sin(X/9)*cos(Y/7)+10*sin(X*Y/900)':cb=128:cr=128,"
            + "loop=loop=249:size=1,setpts=N/25/TB"
        let walker =
            "nullsrc=s=48x112:r=25:d=0.04,geq=lum='60+40*sin(X*1.3)+30*cos(Y*0.9+X*0.4)':cb=128:cr=128,"
            + "loop=loop=249:size=1,setpts=N/25/TB"
        let path = "if(lt(t,5),-100,-40+\(Self.speed)*(t-5))"
        process.arguments =
            [
                "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", ground, "-f", "lavfi", "-i", walker,
                "-filter_complex", "[0][1]overlay=x='\(path)':y=120:eval=frame",
            ] + arguments + [file.path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return file
    }

    /// Median velocity over the strongest blocks of the last seconds, and how many blocks spoke.
    private func motion(of file: URL, vectors: Bool) throws -> (x: Float, y: Float, blocks: Int) {
        let source = try VideoSource(file: file.path)
        if vectors { source.exportMotion() }
        let perceiver = Perceiver(
            pictureWidth: 640, pictureHeight: 360, settings: AnalysisSettings(), zones: [])
        var (xs, ys): ([Float], [Float]) = ([], [])
        while let frame = try source.next() {
            guard frame.index % 5 == 0 else { continue }
            #expect((frame.motion != nil) == (vectors && frame.index > 0))
            let picture = PlaneView(
                base: frame.luma.base, width: frame.luma.width, height: frame.luma.height, stride: frame.luma.stride)
            let evidence = perceiver.perceive(
                picture, velocities: frame.motion.map(CodedVelocities.init(_:)), time: frame.time,
                frameIndex: frame.index)
            guard frame.time > 7 else { continue }
            for block in 0..<evidence.blockColumns * evidence.blockRows where evidence.motionWeight.base[block] > 150 {
                xs.append(evidence.motionX.base[block])
                ys.append(evidence.motionY.base[block])
            }
        }
        try #require(!xs.isEmpty)
        return (xs.sorted()[xs.count / 2], ys.sorted()[ys.count / 2], xs.count)
    }

    @Test(
        "vectors and block matching agree on the speed of a walker within a tenth",
        arguments: [["-c:v", "libx264", "-bf", "0", "-g", "50", "-pix_fmt", "yuv420p"]])
    func agree(_ arguments: [String]) throws {
        let file = try footage(arguments)
        defer { try? FileManager.default.removeItem(at: file) }
        let matched = try motion(of: file, vectors: false)
        let coded = try motion(of: file, vectors: true)
        #expect(abs(matched.x - Float(Self.speed)) < 6, "\(matched)")
        #expect(abs(coded.x - Float(Self.speed)) < 6, "\(coded)")
        #expect(coded.blocks * 2 > matched.blocks)
    }

    @Test("HEVC tells no vectors: nothing is said, nothing breaks")
    func hevc() throws {
        let file = try footage(["-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p"])
        defer { try? FileManager.default.removeItem(at: file) }
        let source = try VideoSource(file: file.path)
        source.exportMotion()
        while let frame = try source.next() { #expect(frame.motion == nil) }
    }
}
