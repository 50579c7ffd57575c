import Detectors
import Perception

/// What one detector says about one frame, by its own kind.
extension DensityDetector {
    mutating func said(about evidence: Evidence) -> [DensityObservation] {
        var said: [Observation] = []
        ingest(evidence, into: &said)
        return said.compactMap { if case .density(let density) = $0 { density } else { nil } }
    }
}

extension AbandonedObjectDetector {
    mutating func said(about evidence: Evidence) -> [ObjectObservation] {
        var said: [Observation] = []
        ingest(evidence, into: &said)
        return said.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }
}

extension AnomalyDetector {
    mutating func said(about evidence: Evidence) -> (seen: [AnomalyObservation], flows: [FlowObservation]) {
        var said: [Observation] = []
        ingest(evidence, into: &said)
        return (
            said.compactMap { if case .anomaly(let anomaly) = $0 { anomaly } else { nil } },
            said.compactMap { if case .flow(let flow) = $0 { flow } else { nil } }
        )
    }
}

extension IntegrityDetector {
    mutating func said(about evidence: Evidence) -> [IntegrityObservation] {
        var said: [Observation] = []
        ingest(evidence, into: &said)
        return said.compactMap { if case .integrity(let change) = $0 { change } else { nil } }
    }
}
