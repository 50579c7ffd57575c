internal import Detectors
public import Footage
public import Scene

/// Adapts a zone's fit to one count that somebody made of one frame.
public struct SpotFitting {
    /// Which frame was counted.
    public enum Place: Sendable, Hashable {
        /// 0-based source index.
        case frame(Int)
        /// Seconds since the first frame.
        case seconds(Double)
    }

    private let configuration: CameraConfiguration

    public init(configuration: CameraConfiguration) {
        self.configuration = configuration
    }

    /// The zone's fit after the count. A frame that is not analysed takes the features of the next one that is.
    /// - Throws: ``CountTableError`` when the zone is not analysed or the frame is beyond the end; ``FootageError``.
    public func adapt(
        zone id: String, count: Double, at place: Place, in source: any FrameSource
    ) throws -> DensityFit {
        var reader = ZoneFeatureReader(configuration: configuration)
        guard let zone = reader.zoneIDs.firstIndex(of: id) else {
            throw CountTableError(
                .value, "there is no analysis zone \"\(id)\" (there is \(reader.zoneIDs.joined(separator: ", ")))",
                file: "--zone", line: nil)
        }
        while let frame = try reader.next(from: source) {
            guard isReached(place, by: frame) else { continue }
            let old = configuration.density.fits.first { $0.zoneID == id }
            let fit = SpotCount.adapt(old, zoneID: id, features: frame.features[zone], count: count)
            guard let fit else { break }
            return fit
        }
        throw CountTableError(
            .value, "the frame does not exist: the source has \(source.counts.decoded) frames", file: "--at", line: nil)
    }

    private func isReached(_ place: Place, by frame: ZoneFeatureReader.Frame) -> Bool {
        switch place {
        case .frame(let index): frame.index >= index
        case .seconds(let seconds): frame.time >= seconds
        }
    }
}
