internal import Detectors
public import Footage
public import Scene

/// Fits the count model of each counted zone to the frames that somebody has counted.
public struct CountFitting {
    private let configuration: CameraConfiguration
    private let file: String

    /// - Parameter file: name of the table, for errors.
    public init(configuration: CameraConfiguration, file: String) {
        self.configuration = configuration
        self.file = file
    }

    /// One fit for each zone that was counted, in the order of the camera file.
    ///
    /// A counted frame that is not analysed takes the features of the analysed one that is nearest to it.
    /// - Throws: ``CountTableError`` when a frame does not exist or a zone has too few counts; ``FootageError``.
    public func fit(_ table: CountTable, in source: any FrameSource) throws -> [DensityFit] {
        let counted = table.rows.filter { $0.count != nil }
        let wanted = Set(counted.map(\.frame)).sorted()
        var reader = ZoneFeatureReader(configuration: configuration)
        let features = try nearestFeatures(to: wanted, &reader, in: source)
        return try reader.zoneIDs.enumerated().compactMap { zone, id in
            let labels = counted.filter { $0.zoneID == id }.compactMap { row -> DensityLabel? in
                guard let found = features[row.frame], let count = row.count else { return nil }
                return DensityLabel(features: found[zone], count: count)
            }
            guard !labels.isEmpty else { return nil }
            return try fit(zoneID: id, labels: labels)
        }
    }

    private func fit(zoneID: String, labels: [DensityLabel]) throws(CountTableError) -> DensityFit {
        guard let fit = DensityCalibration.fit(zoneID: zoneID, labels: labels) else {
            throw CountTableError(
                .tooFew, "zone \(zoneID) has \(labels.count) counted frames, too few for a fit", file: file, line: nil)
        }
        return fit
    }

    private func nearestFeatures(
        to wanted: [Int], _ reader: inout ZoneFeatureReader, in source: any FrameSource
    ) throws -> [Int: [DensityFeatures]] {
        var nearest: [Int: (distance: Int, features: [DensityFeatures])] = [:]
        var pending = wanted[...]
        while let last = wanted.last, let frame = try reader.next(from: source) {
            for index in pending {
                let distance = abs(frame.index - index)
                if distance <= nearest[index]?.distance ?? Int.max { nearest[index] = (distance, frame.features) }
            }
            pending = pending.drop { $0 < frame.index }
            if frame.index > last { break }
        }
        if let missing = wanted.first(where: { $0 >= source.counts.decoded }) {
            throw CountTableError(
                .value, "frame \(missing) does not exist: the source has \(source.counts.decoded) frames", file: file,
                line: nil)
        }
        return nearest.mapValues(\.features)
    }
}
