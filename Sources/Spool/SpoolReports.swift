public import Events
import Foundation

/// Stands for records of which nothing is known but that they are lost. An event is the worst they can have been.
func unknownLoss(at time: Timestamp) -> Report {
    let loss = Loss(messageKind: "event", count: 1, from: time, to: time, reason: .spoolError)
    return Report(cameraID: Report.allCameras, time: time, severity: .error, payload: .loss(loss))
}

extension Report {
    /// The report with a camera and a time that a loss record can carry.
    var withReadableIdentity: Report {
        var copy = self
        copy.cameraID = Report.allCameras
        copy.time = .now
        return copy
    }
}

extension Timestamp {
    /// The wall clock.
    static var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension Report {
    /// Stands for every camera of a gateway, where a loss cannot be told apart by camera.
    public static let allCameras = "*"
}
