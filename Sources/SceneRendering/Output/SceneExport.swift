public import Foundation
internal import StrictYAML

/// Renders a scene into a directory: the video and its truth, all of it or nothing.
public struct SceneExport: Sendable {
    /// `SCENE.mp4` or `SCENE.h264`, `SCENE.truth.json`, `SCENE.objects.json` (for event scorers).
    public let video, truth, objects: URL

    private let scene: SceneDescription
    private let container: VideoContainer

    public init(_ scene: SceneDescription, into directory: URL, container: VideoContainer = .mp4) {
        self.scene = scene
        self.container = container
        video = directory.appending(path: "\(scene.name).\(container.rawValue)")
        truth = directory.appending(path: "\(scene.name).truth.json")
        objects = directory.appending(path: "\(scene.name).objects.json")
    }

    /// Files get their names only when all three are complete.
    /// - Parameter progress: called after each frame with the number of frames done; throwing stops the export.
    /// - Throws: ``SceneError`` when something cannot be encoded or written, or what `progress` throws.
    @discardableResult
    public func run(progress: (Int) throws -> Void = { _ in }) throws -> SceneTruth {
        let files = [video, truth, objects]
        do {
            try createDirectory()
            let result = try render(to: partial(video), progress: progress)
            try write(result.json(), to: partial(truth))
            try write(result.scorerJSON(), to: partial(objects))
            for file in files { try replace(file) }
            return result
        } catch {
            for file in files { try? FileManager.default.removeItem(at: partial(file)) }
            throw error
        }
    }

    private func render(to url: URL, progress: (Int) throws -> Void) throws -> SceneTruth {
        let renderer = SceneRenderer(scene)
        var truth = renderer.truth()
        var writer = try VideoWriter.create(url.path, container: container, picture: scene.picture)
        let luma = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: scene.picture.width * scene.picture.height)
        defer { luma.deallocate() }
        for frame in 0..<scene.frameCount {
            renderer.render(frame: frame, into: luma)
            if renderer.isDelivered(frame: frame) { try writer.write(UnsafeBufferPointer(luma), frame: frame) }
            if renderer.hasTruthSample(frame: frame) { truth.samples.append(renderer.truthSample(frame: frame)) }
            try progress(frame + 1)
        }
        try writer.finish()
        return truth
    }

    private func partial(_ url: URL) -> URL {
        url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).partial")
    }

    private func createDirectory() throws(SceneError) {
        do {
            try FileManager.default.createDirectory(
                at: video.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw failure(video.deletingLastPathComponent(), "the directory cannot be created")
        }
    }

    private func write(_ data: Data, to url: URL) throws(SceneError) {
        do {
            try data.write(to: url)
        } catch {
            throw failure(url, "the truth cannot be written")
        }
    }

    private func replace(_ url: URL) throws(SceneError) {
        guard rename(partial(url).path, url.path) == 0 else {
            throw failure(url, "the file cannot be put in place: \(String(cString: strerror(errno)))")
        }
    }

    private func failure(_ url: URL, _ message: String) -> SceneError {
        SceneError(
            file: url.path, number: .cannotCreate, message: message,
            remedy: "check the permissions of the directory and the free space of the disk")
    }
}
