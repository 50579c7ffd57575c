internal import Footage
internal import SceneRendering

/// Renders the frames of errors again, one scene after the other.
struct ErrorPictures {
    /// Folder of scene files.
    let scenes: String

    static func name(_ number: Int) -> String { "error-\(number).png" }

    func write(_ errors: [WorstError], to folder: String) throws(EvaluationError) {
        let numbered = Array(errors.enumerated())
        for scene in Set(errors.map(\.scene)).sorted() {
            try write(numbered.filter { $0.element.scene == scene }, of: scene, to: folder)
        }
    }

    private func write(
        _ errors: [(offset: Int, element: WorstError)], of scene: String, to folder: String
    ) throws(EvaluationError) {
        do {
            let renderer = SceneRenderer(try SceneFile.load(path: "\(scenes)/\(scene).yaml"))
            let picture = renderer.scene.picture
            for (number, error) in errors {
                try renderer.frame(at: error.frame).withUnsafeBufferPointer { luma in
                    guard let base = luma.baseAddress else { return }
                    try PictureWriter.writePNG(
                        LumaPicture(base: base, width: picture.width, height: picture.height, stride: picture.width),
                        to: "\(folder)/\(Self.name(number))")
                }
            }
        } catch {
            throw EvaluationError(.cannotWrite, "the pictures of \(scene) cannot be made: \(error)", place: folder)
        }
    }
}
