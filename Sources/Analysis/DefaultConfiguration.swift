internal import Events
public import Scene

extension CameraConfiguration {
    /// What `vigie analyse` uses without a camera file: one zone over the whole picture, nothing calibrated, every
    /// detector, and rules in `shadow`.
    public static let uncalibrated = CameraConfiguration(
        cameraID: "camera",
        rules: [
            Rule(
                id: "abandoned_object", zoneID: "all", condition: .abandonedObject(warnAfter: 30, alertAfter: 60)),
            Rule(
                id: "anomaly_flow", zoneID: "all", condition: .anomalyFlow(purpose: .crowdSafety, falseAlarmsPerDay: 1)),
            Rule(id: "camera_integrity", zoneID: "all", condition: .cameraIntegrity),
        ])
}
