public import Events
import Synchronization

/// The present state of every rule of every zone of a gateway, as the agents said it last. The agents' thread writes it,
/// the uplink's thread reads it at each new session.
public final class ZoneStateBoard: Sendable {
    private struct Place: Hashable, Comparable {
        var cameraID, zoneID, ruleID: String

        static func < (a: Place, b: Place) -> Bool {
            (a.cameraID, a.zoneID, a.ruleID) < (b.cameraID, b.zoneID, b.ruleID)
        }
    }

    private let states = Mutex<[Place: Report]>([:])

    public init() {}

    /// All of them, in a fixed order.
    public var reports: [Report] {
        states.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Remembers a zone state; other reports change nothing.
    func note(_ report: Report) {
        guard case .zoneState(let state) = report.payload else { return }
        let place = Place(cameraID: report.cameraID, zoneID: state.zoneID, ruleID: state.ruleID)
        states.withLock { $0[place] = report }
    }

    /// What is to be said of a camera's zones when nobody looks at them any more.
    func blinded(cameraID: String, at time: Timestamp) -> [Report] {
        reports.filter { $0.cameraID == cameraID }.compactMap { $0.blinded(at: time) }
    }
}

extension Report {
    /// This zone state as it is when nobody looks any more; `nil` for anything but a zone state.
    fileprivate func blinded(at time: Timestamp) -> Report? {
        guard case .zoneState(var state) = payload else { return nil }
        state.active = false
        state.eventUID = nil
        state.coverage = .blind
        state.value = nil
        var report = self
        report.time = max(time, self.time)
        report.payload = .zoneState(state)
        return report
    }
}
