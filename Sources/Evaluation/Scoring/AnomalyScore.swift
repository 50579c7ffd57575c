internal import Foundation

/// Anomalies of one camera, frame by frame: the rules of `score_anomaly.py`. AUC is over all frames of all recordings
/// together, without normalising any of them by itself.
public struct AnomalyScore: Sendable, Hashable {
    /// Seconds after an anomaly in which an alarm may still begin: decisions look back so far.
    public static let grace = 10.0

    /// One recording: what was said and what was so, `true` for the source frames of an anomaly.
    public struct Recording: Sendable {
        public var rows: [RunLines.Anomaly]
        public var isAbnormal: [Bool]
        /// Of the source.
        public var framesPerSecond: Double

        public init(rows: [RunLines.Anomaly], isAbnormal: [Bool], framesPerSecond: Double) {
            (self.rows, self.isAbnormal, self.framesPerSecond) = (rows, isAbnormal, framesPerSecond)
        }
    }

    /// A run of abnormal frames.
    public struct Event: Sendable, Hashable {
        public var recording: Int
        public var frames: Range<Int>
        /// Seconds from its first frame to the alarm; `nil` when it was missed.
        public var delay: Double?
    }

    public private(set) var frames = 0, abnormalFrames = 0
    /// Chance that an abnormal frame scores above a normal one; `nil` without frames of both kinds.
    public private(set) var auc, smoothedAUC: Double?
    public private(set) var events: [Event] = []
    /// Normal frames, and those of them with an alarm.
    public private(set) var normalFrames = 0, falseFrames = 0
    /// Frames at which alarms began that belong to no anomaly, by recording.
    public private(set) var falseAlarms: [[Int]] = []

    public var found: [Event] { events.filter { $0.delay != nil } }

    /// - Parameter sigma: of the Gaussian over time, in frames.
    /// - Throws: ``EvaluationError`` when a recording has hardly any anomaly line.
    public init(_ recordings: [Recording], sigma: Double = 3) throws(EvaluationError) {
        var (raw, smoothed, truth): ([Double], [Double], [Bool]) = ([], [], [])
        for (index, recording) in recordings.enumerated() {
            let series = try FrameSeries(recording.rows, length: recording.isAbnormal.count)
            raw += series.scores
            smoothed += RankStatistics.smooth(series.scores, sigma: sigma)
            truth += recording.isAbnormal
            take(series.alarms, recording, index: index)
        }
        frames = truth.count
        abnormalFrames = truth.count { $0 }
        auc = RankStatistics.auc(raw, truth)
        smoothedAUC = RankStatistics.auc(smoothed, truth)
    }

    private mutating func take(_ alarms: [Bool], _ recording: Recording, index: Int) {
        let truth = recording.isAbnormal
        var onsets: [Int] = []
        var lastAbnormal = -Double.infinity
        for frame in truth.indices {
            if truth[frame] { lastAbnormal = Double(frame) } else { normalFrames += 1 }
            guard alarms[frame], !truth[frame] else { continue }
            falseFrames += 1
            let began = frame == 0 || !alarms[frame - 1]
            if began, Double(frame) - lastAbnormal > Self.grace * recording.framesPerSecond { onsets.append(frame) }
        }
        falseAlarms.append(onsets)
        for run in RankStatistics.runs(truth) {
            let alarm = run.first { alarms[$0] }
            let delay = alarm.map { Double($0 - run.lowerBound) / recording.framesPerSecond }
            events.append(Event(recording: index, frames: run, delay: delay))
        }
    }
}

extension AnomalyScore: CustomStringConvertible {
    /// The line that `score_anomaly.py` prints.
    public var description: String {
        String(
            format: "frames %d abnormal %d AUC %.4f AUC_smoothed %.4f events %d/%d false_frames %d/%d", frames,
            abnormalFrames, auc ?? .nan, smoothedAUC ?? .nan, found.count, events.count, falseFrames, normalFrames)
    }
}

/// Scores and alarms of every source frame: those that were not analysed keep the last value, those before the first
/// line have its score.
struct FrameSeries {
    var scores: [Double]
    var alarms: [Bool]

    private static let leastShare = 0.15

    init(_ rows: [RunLines.Anomaly], length: Int) throws(EvaluationError) {
        var rowOfFrame = [Int?](repeating: nil, count: length)
        for (index, row) in rows.enumerated() where row.frame < length { rowOfFrame[row.frame] = index }
        let seen = rowOfFrame.count { $0 != nil }
        guard seen > 0, Double(seen) >= Self.leastShare * Double(length),
            let first = rowOfFrame.lazy.compactMap({ $0 }).first
        else { throw EvaluationError(.tooFewFrames, "only \(seen) of \(length) frames have an anomaly line") }
        (scores, alarms) = ([], [])
        var last = rows[first]
        for row in rowOfFrame {
            if let row { last = rows[row] }
            scores.append(last.score)
            alarms.append(last.alarm)
        }
    }
}
