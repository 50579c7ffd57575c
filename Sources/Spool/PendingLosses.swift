import Events

/// What could not be stored, summed up by camera, kind and reason, until a loss record can take its place.
struct PendingLosses {
    /// Distinct sums kept; what comes beyond is summed up under ``Report/allCameras``. Bounds the memory.
    static let limit = 1024

    private struct Key: Hashable {
        var cameraID, messageKind: String
        var reason: LossReason
    }

    private var sums: [Key: Loss] = [:]

    var isEmpty: Bool { sums.isEmpty }

    mutating func add(_ report: Report, reason: LossReason) {
        // A loss that cannot be stored stands for what it counts.
        if case .loss(let loss) = report.payload {
            add(loss, cameraID: report.cameraID)
        } else {
            let kind = report.payload.kind
            let loss = Loss(messageKind: kind, count: 1, from: report.time, to: report.time, reason: reason)
            add(loss, cameraID: report.cameraID)
        }
    }

    private mutating func add(_ loss: Loss, cameraID: String) {
        var key = Key(cameraID: cameraID, messageKind: loss.messageKind, reason: loss.reason)
        if sums[key] == nil, sums.count >= Self.limit { key.cameraID = Report.allCameras }
        guard var sum = sums[key] else {
            sums[key] = loss
            return
        }
        // An agent may say any number: a sum that does not fit stays at the largest.
        let (total, overflow) = sum.count.addingReportingOverflow(loss.count)
        sum.count = overflow ? .max : total
        sum.from = min(sum.from, loss.from)
        sum.to = max(sum.to, loss.to)
        sums[key] = sum
    }

    /// The loss records to store, oldest first.
    var reports: [Report] {
        sums.map { key, loss in
            Report(cameraID: key.cameraID, time: loss.to, severity: .error, payload: .loss(loss))
        }.sorted { ($0.time, $0.cameraID, $0.payload.kind) < ($1.time, $1.cameraID, $1.payload.kind) }
    }
}
