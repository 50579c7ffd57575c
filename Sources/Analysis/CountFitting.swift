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

    /// The fit of one zone, and what is doubtful about its counts, in sentences.
    public struct Fitted: Sendable, Hashable {
        public var fit: DensityFit
        public var doubts: [String]
    }

    /// One fit for each zone that was counted, in the order of the camera file.
    ///
    /// A counted frame that is not analysed takes the features of the analysed one that is nearest to it.
    /// - Throws: ``CountTableError`` when a frame does not exist; ``FootageError``.
    public func fit(_ table: CountTable, in source: any FrameSource) throws -> [Fitted] {
        let counted = table.rows.filter { $0.count != nil }
        let wanted = Set(counted.map(\.frame)).sorted()
        var reader = ZoneFeatureReader(configuration: configuration)
        let features = try nearestFeatures(to: wanted, &reader, in: source)
        return reader.zoneIDs.enumerated().compactMap { zone, id in
            let rows = counted.filter { $0.zoneID == id }
            let labels = rows.compactMap { row -> DensityLabel? in
                guard let found = features[row.frame], let count = row.count else { return nil }
                return DensityLabel(features: found[zone], count: count)
            }
            guard let fit = DensityCalibration.fit(zoneID: id, labels: labels) else { return nil }
            let doubts = DensityCalibration.doubts(about: labels).map { Self.sentence($0, rows: rows) }
            return Fitted(fit: fit, doubts: doubts)
        }
    }

    private static func sentence(_ doubt: CountDoubt, rows: [CountTable.Row]) -> String {
        func short(_ count: Double) -> String { "\((count * 10).rounded() / 10)" }
        switch doubt {
        case .few(let count):
            return "only \(count) counted frames: the generic model still decides most, and the interval is wide; "
                + "10 to 20 are better"
        case .alike(let count):
            return "every frame was counted as \(short(count)): how the count grows is the generic model's word; "
                + "count frames that differ"
        case .unrelated:
            return "frames with more counted persons do not show more than those with fewer: check frames and zone"
        case .outlier(let label, let expected):
            let row = rows[label]
            return "frame \(row.frame) was counted as \(short(row.count ?? 0)), the others make it \(short(expected)): "
                + "count it again"
        }
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
