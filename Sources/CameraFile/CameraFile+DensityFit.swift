internal import DurableFile
internal import Events
internal import Foundation
public import Scene
internal import StrictYAML

extension CameraFile {
    /// Puts the fit of one zone into the `density` section of the camera file at `path`. The rest of the text stays as
    /// it is, comments included; fits of other zones stay too. The file is replaced whole.
    /// - Throws: ``CameraFileError`` when the file is wrong, the zone is unknown, or it cannot be written.
    public static func writeDensityFit(_ fit: DensityFit, to path: String) throws(CameraFileError) {
        let text = try text(path: path)
        var settings = try parse(text, file: path).density
        settings.fits.removeAll { $0.zoneID == fit.zoneID }
        settings.fits.append(fit)
        settings.fits.sort { $0.zoneID < $1.zoneID }
        let replaced = try replaceDensity(in: text, by: section(settings), file: path)
        _ = try parse(replaced, file: path)
        do {
            try DurableFile.replace(path, by: replaced.utf8)
        } catch {
            throw CameraFileError(
                file: path, number: .cannotWrite, message: "cannot be written: \(error)",
                remedy: "check the permissions of the directory and the free space of the disk")
        }
    }

    /// The section as YAML, in block form, ending with a line break.
    static func section(_ settings: DensitySettings) -> String {
        let model =
            settings.network.map { "{file: \(JSONValue.string($0.path)), sha256: \"\($0.sha256)\"}" } ?? "default"
        var lines = ["density:", "  model: \(model)", "  counts:" + (settings.fits.isEmpty ? " {}" : "")]
        for fit in settings.fits {
            lines.append("    \(fit.zoneID):")
            lines.append("      version: \(DensityFit.version)")
            lines.append("      intercept: \(fit.intercept)")
            lines.append("      weights: [\(fit.weights.map { "\($0)" }.joined(separator: ", "))]")
            lines.append("      half_width: \(fit.halfWidth)")
            lines.append("      relative_half_width: \(fit.relativeHalfWidth)")
            lines.append("      labels: \(fit.labels)")
            if let network = fit.network {
                let line = "gain: \(network.gain), offset: \(network.offset)"
                lines.append("      network: {\(line), share: \(network.share), fullest: \(network.crowding)}")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The section runs from its key to the next key of the file, less the comments and blank lines before that key.
    private static func replaceDensity(
        in text: String, by section: String, file: String
    ) throws(CameraFileError) -> String {
        let reader = StrictReader(file: file, codePrefix: codePrefix)
        guard case .mapping(let entries)? = reader.parse(text)?.content, entries.allSatisfy({ $0.keyMark.column == 1 })
        else {
            throw CameraFileError(
                file: file, number: .cannotWrite, message: "the density section cannot be replaced in this layout",
                remedy: "write the file in block form, with each top-level key at the start of a line")
        }
        var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        let starts = entries.map { $0.keyMark.line - 1 }
        let new = section.split(separator: "\n").map(String.init)
        if let first = entries.first(where: { $0.key == "density" }).map({ $0.keyMark.line - 1 }) {
            var end = starts.filter { $0 > first }.min() ?? lines.firstIndex(of: "...") ?? lines.count
            while end > first + 1, isBlankOrComment(lines[end - 1]) { end -= 1 }
            lines.replaceSubrange(first..<end, with: new)
        } else {
            lines.insert(contentsOf: new, at: lines.firstIndex(of: "...") ?? lines.count)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func isBlankOrComment(_ line: String) -> Bool {
        line.first == "#" || line.allSatisfy(\.isWhitespace)
    }
}
