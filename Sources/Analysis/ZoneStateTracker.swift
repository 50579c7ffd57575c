internal import Events

/// Lets a zone state through when it differs from the last one said in anything but its measure.
struct ZoneStateTracker: Sendable {
    private struct Key: Hashable {
        var zoneID, ruleID: String
    }

    private var said: [Key: ZoneState] = [:]

    mutating func changes(in reports: [Report]) -> [Report] {
        reports.filter { report in
            guard case .zoneState(var state) = report.payload else { return false }
            state.value = nil
            let key = Key(zoneID: state.zoneID, ruleID: state.ruleID)
            guard said[key] != state else { return false }
            said[key] = state
            return true
        }
    }
}
