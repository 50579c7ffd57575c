import FoundationEssentials

/// Which pictures a folder or a pattern means, in order.
enum PictureListing {
    private static let extensions: Set = [
        "jpg", "jpeg", "png", "pgm", "ppm", "pnm", "bmp", "tif", "tiff", "webp",
    ]

    /// Paths of the pictures: by name for a folder, by number for a pattern. Of a folder only the pictures with its
    /// commonest extension: a mask or a thumbnail among the frames is no frame.
    static func paths(of location: SourceLocation) throws(FootageError) -> [String] {
        switch location {
        case .folder(let folder):
            let names = try names(in: folder).filter { extensions.contains(pathExtension(of: $0)) }.sorted()
            return try nonEmpty(ofCommonestExtension(names).map { "\(folder)/\($0)" }, source: folder)
        case .pattern(let text):
            guard let pattern = PicturePattern(text) else { return try nonEmpty([], source: text) }
            let numbered = try names(in: pattern.folder).compactMap { name in
                pattern.number(in: name).map { (number: $0, name: name) }
            }
            let sorted = numbered.sorted { $0.number < $1.number }
            return try nonEmpty(sorted.map { "\(pattern.folder)/\($0.name)" }, source: text)
        case .file(let path): return [path]
        case .stream(let address):
            throw FootageError(.noPictures, "a stream is not a folder of pictures", source: address.description)
        }
    }

    private static func ofCommonestExtension(_ names: [String]) -> [String] {
        let groups = Dictionary(grouping: names, by: pathExtension)
        let commonest = groups.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        return commonest?.value ?? []
    }

    private static func names(in folder: String) throws(FootageError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        } catch {
            throw FootageError(.notReadable, "the folder cannot be read", source: folder)
        }
    }

    private static func nonEmpty(_ paths: [String], source: String) throws(FootageError) -> [String] {
        guard !paths.isEmpty else { throw FootageError(.noPictures, "there is no picture in it", source: source) }
        return paths
    }

    private static func pathExtension(of name: String) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }
}
