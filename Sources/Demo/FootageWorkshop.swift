import Foundation
import SceneRendering

/// Makes the demo's footage and models, each at most once.
struct FootageWorkshop {
    let repository: Repository
    let cache: FootageCache
    let announce: (String) -> Void

    /// The real footage as the RTSP server plays it. It has 10 frames a second.
    func pedestrians(_ source: String) throws(DemoError) -> Clip {
        guard let content = FileManager.default.contents(atPath: source) else { throw .noFootage(source) }
        let path = try cache.file("pets", extension: "h264", from: [content]) { path throws(DemoError) in
            announce("transcoding \(source) for the RTSP server (once)")
            try transcode(source, framesPerSecond: 10, to: path)
        }
        return Clip(name: "pets", path: path, framesPerSecond: 10)
    }

    /// A rendered scene of `fixtures/scenes` as the RTSP server plays it.
    func scene(_ name: String) throws(DemoError) -> Clip {
        let scene = try description(name)
        let path = try render(scene, name, .h264)
        return Clip(name: name, path: path, framesPerSecond: Int(scene.picture.framesPerSecond))
    }

    /// What `vigie learn` makes of a scene, for the camera of that name.
    func model(of camera: String, learntFrom name: String) throws(DemoError) -> String {
        let footage = try render(try description(name), name, .mp4)
        let program = repository.programs + "/vigie"
        let inputs = [try content(of: scenePath(name)), try content(of: cameraPath(camera)), stamp(of: program)]
        return try cache.file("model-\(camera)", extension: "json", from: inputs) { path throws(DemoError) in
            announce("learning what is normal for \(camera) from \(name) (once for each build)")
            _ = try runCommand(program, ["learn", footage, "--camera-file", cameraPath(camera), "--out", path])
        }
    }

    /// A camera file of `fixtures/cameras`, its source moved to the given port.
    func cameraFile(_ name: String, rtspPort: Int) throws(DemoError) -> String {
        String(decoding: try content(of: cameraPath(name)), as: UTF8.self)
            .replacing("rtsp://127.0.0.1:7554/", with: "rtsp://127.0.0.1:\(rtspPort)/")
    }

    private func render(
        _ scene: SceneDescription, _ name: String, _ container: VideoContainer
    ) throws(DemoError) -> String {
        let inputs = [try content(of: scenePath(name))]
        return try cache.file(name, extension: container.rawValue, from: inputs) { path throws(DemoError) in
            announce("rendering \(name): \(scene.frameCount) frames (once)")
            let folder = path + ".parts"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            do {
                let export = SceneExport(scene, into: URL(filePath: folder), container: container)
                try export.run()
                try FileManager.default.moveItem(atPath: export.video.path, toPath: path)
            } catch {
                throw .toolFailed("render \(name)", "\(error)")
            }
        }
    }

    private func description(_ name: String) throws(DemoError) -> SceneDescription {
        do {
            return try SceneFile.load(path: scenePath(name))
        } catch {
            throw .toolFailed("render \(name)", "\(error)")
        }
    }

    private func scenePath(_ name: String) -> String { "\(repository.path)/fixtures/scenes/\(name).yaml" }
    private func cameraPath(_ name: String) -> String { "\(repository.path)/fixtures/cameras/\(name).yaml" }

    private func content(of path: String) throws(DemoError) -> Data {
        guard let content = FileManager.default.contents(atPath: path) else { throw .noFootage(path) }
        return content
    }

    /// Changes with each build of a program, because what it learns may.
    private func stamp(of program: String) -> Data {
        let attributes = try? FileManager.default.attributesOfItem(atPath: program)
        let date = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        return Data("\(date) \(attributes?[.size] ?? 0)".utf8)
    }
}
