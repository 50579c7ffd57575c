internal import Events
public import Scene

/// What `vigie calibrate ground` has to say of a camera file: how well the calibration agrees with itself, and what it
/// makes of the zones.
public struct GroundReport: Sendable, Hashable {
    public struct Area: Sendable, Hashable {
        public var zoneID: String
        /// `nil` when none of the zone is on visible ground.
        public var squareMetres: Double?
    }

    public var accuracy: GroundAccuracy?
    /// Row of the horizon in 0..1 of the picture's height; negative above the picture.
    public var horizonY: Double?
    public var areas: [Area]
    /// The calibration misses the limits, and the camera file accepts that.
    public var isAccepted: Bool

    private static let grid = (columns: 320, rows: 180)

    /// - Parameter aspect: width over height of the picture.
    /// - Throws: ``/Scene/SceneError`` when nothing is calibrated, or the calibration is refused.
    public init(_ configuration: CameraConfiguration, aspect: Double) throws(SceneError) {
        guard let calibration = configuration.calibration else {
            throw SceneError(.noBars, "nothing is calibrated", context: "calibration")
        }
        let scale = try PersonScale(calibration: calibration, aspect: aspect, settings: configuration.ground)
        accuracy = scale.accuracy
        horizonY = scale.ground?.horizonY
        isAccepted = scale.accuracy?.isAcceptable == false
        areas = configuration.zones.filter { $0.kind == .analysis }.map { zone in
            Area(
                zoneID: zone.id,
                squareMetres: scale.squareMetres(
                    of: zone.polygon, columns: Self.grid.columns, rows: Self.grid.rows))
        }
    }

    /// One JSON object.
    public var line: String {
        var json = LineJSON(kind: "ground")
        json.add("method", .string(accuracy?.kind.rawValue ?? "one bar"))
        json.add("rms", rounded: accuracy?.rootMeanSquare)
        json.add("residuals", .array((accuracy?.residuals ?? []).map { LineJSON.rounded($0) }))
        json.add("left_out_m", .array((accuracy?.leftOutMetres ?? []).map { LineJSON.rounded($0) }))
        json.add("left_out_rms_m", rounded: accuracy?.leftOutError)
        json.add("horizon_y", rounded: horizonY)
        json.add("calibration_state", .string(isAccepted ? "invalid" : "valid"))
        json.add("accepted", .bool(isAccepted))
        let entries = areas.map { area in
            JSONValue.object(["zone": .string(area.zoneID), "m2": LineJSON.rounded(area.squareMetres)])
        }
        json.add("zones", .array(entries))
        return json.finished
    }

    /// For people, one fact a line.
    public var text: String {
        var lines = accuracy.map(Self.sentences) ?? ["one bar: the height of persons is known, the depth is guessed"]
        if let horizonY { lines.append("horizon      at \(Self.short(horizonY * 100)) % of the picture's height") }
        lines += areas.map { area in
            "zone         \(area.zoneID): "
                + (area.squareMetres.map { "\(Self.short($0)) m² of ground" } ?? "no visible ground: no persons per m²")
        }
        if isAccepted { lines.append("accepted although inaccurate: every event says calibration_state invalid") }
        return lines.joined(separator: "\n")
    }

    private static func sentences(_ accuracy: GroundAccuracy) -> [String] {
        let name = accuracy.kind == .points ? "point" : "bar"
        var lines = accuracy.residuals.indices.map { index in
            let leftOut =
                accuracy.leftOutMetres.isEmpty
                ? "" : ", \(short(accuracy.leftOutMetres[index])) m when the others decide"
            return "\(name) \(index)".padded(to: 13)
                + "misses by \(short(accuracy.residuals[index] * 100)) % of the diagonal\(leftOut)"
        }
        let of = accuracy.kind == .points ? "of the diagonal" : "of the bars' length"
        lines.append("together     RMS \(short(accuracy.rootMeanSquare * 100)) % \(of)")
        if let error = accuracy.leftOutError {
            lines[lines.count - 1] += ", leave-one-out \(short(error)) m"
        } else {
            lines[lines.count - 1] += "; too few to check one by the others: add one more \(name)"
        }
        return lines
    }

    private static func short(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
