import Foundation

/// What the demo's cameras show: real pedestrians, and two rendered scenes whose truth is known. Made once and kept in
/// the cache.
public struct DemoFootage: Sendable {
    /// Mounts, camera files and camera identifiers have the same names.
    public static let names = ["pets", "bag", "flow"]
    /// PETS 2009 view 001 as it comes with Debian's opencv-doc.
    private static let pedestrians = "/usr/share/doc/opencv-doc/examples/data/vtest.avi"

    public let clips: [Clip]
    /// Learnt models by camera.
    public let models: [String: String]
    /// Camera files by file name.
    public let cameraFiles: [String: String]

    /// Takes what is in the cache and makes the rest.
    ///
    /// - Parameters:
    ///   - rtspPort: where the cameras will be served.
    ///   - announce: called with one line before each thing that takes long.
    /// - Throws: ``DemoError``.
    public init(
        repository: Repository, rtspPort: Int, cacheFolder: String? = nil, announce: @escaping (String) -> Void
    ) throws(DemoError) {
        let workshop = FootageWorkshop(
            repository: repository, cache: try FootageCache(folder: cacheFolder), announce: announce)
        clips = [
            try workshop.pedestrians(Self.pedestrians), try workshop.scene("bag"), try workshop.scene("flow"),
        ]
        models = ["flow": try workshop.model(of: "flow", learntFrom: "flow_normal")]
        var files: [String: String] = [:]
        for name in Self.names {
            files[name + ".yaml"] = try workshop.cameraFile(name, rtspPort: rtspPort)
        }
        cameraFiles = files
    }
}
