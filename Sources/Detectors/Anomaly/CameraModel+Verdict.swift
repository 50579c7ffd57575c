public import Events
public import Scene

extension CameraModel {
    /// Learns from an operator's verdict that an anomaly is normal here.
    ///
    /// - Returns: `false`, and nothing changes, when the event is no anomaly of a place that can be taught.
    public mutating func accept(_ event: Event, calibration: Calibration?) -> Bool {
        guard event.useCase == .anomalyFlow, let metric = event.metric, let box = event.box,
            let attribute = AnomalyAttribute(rawValue: metric.name)
        else { return false }
        var value = metric.value
        if metric.unit == "m/s" {
            let aspect = Double(analysisWidth) / Double(analysisHeight)
            guard let scale = try? PersonScale(calibration: calibration, aspect: aspect) else { return false }
            value *= Double(analysisHeight) / scale.metresPerPictureHeight(atFootY: box.y + box.height)
        }
        return anomaly.accept(attribute, value: value, box: box)
    }
}
