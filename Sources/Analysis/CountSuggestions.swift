internal import Detectors
internal import Foundation
public import Footage
public import Scene

/// Writes the frames worth counting as pictures, with an empty table to fill in.
public struct CountSuggestions {
    /// Name of the table in the folder.
    public static let tableName = "counts.csv"
    /// Seconds until the background is trusted: what was seen before shows more than persons, and a fit to it counts too
    /// few later. Of shorter footage the second half is taken.
    public static let warmUp = 120.0

    private let configuration: CameraConfiguration

    public init(configuration: CameraConfiguration) {
        self.configuration = configuration
    }

    /// - Parameters:
    ///   - open: opens the source; called twice, because the frames are known only after the first reading.
    ///   - folder: made when it is missing.
    /// - Returns: source indices of the chosen frames, in order of time.
    public func write(
        _ count: Int, into folder: String, open: () throws -> any FrameSource
    ) throws -> [Int] {
        let chosen = try choose(count, from: open())
        try makeFolder(folder)
        try writePictures(of: Set(chosen), from: open(), into: folder)
        let zones = configuration.zones.filter { $0.kind == .analysis }.map(\.id)
        let rows = chosen.flatMap { frame in
            zones.map { CountTable.Row(frame: frame, zoneID: $0, count: nil) }
        }
        try write(CountTable(rows: rows).text, to: "\(folder)/\(Self.tableName)")
        return chosen
    }

    /// Frames that together cover what the zones show, all zones taken together. Those of the warm-up are left out when
    /// enough others remain.
    private func choose(_ count: Int, from source: any FrameSource) throws -> [Int] {
        var reader = ZoneFeatureReader(configuration: configuration)
        var frames: [ZoneFeatureReader.Frame] = []
        while let frame = try reader.next(from: source) { frames.append(frame) }
        let warmUp = min(Self.warmUp, (frames.last?.time ?? 0) / 2)
        let warm = frames.filter { $0.time >= warmUp }
        if warm.count >= 3 * count { frames = warm }
        let sums = frames.map { frame in frame.features.reduce(DensityFeatures.none) { $0 + $1 } }
        return DensityCalibration.suggest(count, from: sums, at: frames.map(\.time)).map { frames[$0].index }
    }

    private func writePictures(of frames: Set<Int>, from source: any FrameSource, into folder: String) throws {
        var left = frames
        while !left.isEmpty, let frame = try source.next() {
            guard left.remove(frame.index) != nil else { continue }
            try PictureWriter.writePNG(frame.luma, to: "\(folder)/\(Self.pictureName(frame.index))")
        }
    }

    /// `frame_000125.png`.
    static func pictureName(_ frame: Int) -> String {
        let digits = String(frame)
        return "frame_\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).png"
    }

    private func makeFolder(_ path: String) throws(FootageError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FootageError(.cannotWrite, "the folder cannot be made", source: path)
        }
    }

    private func write(_ text: String, to path: String) throws(FootageError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw FootageError(.cannotWrite, "the table cannot be written", source: path)
        }
    }
}
