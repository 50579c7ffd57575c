internal import Perception
internal import Scene

/// What the place is used to.
extension AbandonedObjectDetector {
    /// Seconds between two looks for the habits.
    private static let habitPeriod = 1.0

    /// Learns where something is still at this hour, people who sit or queue included, while the camera can be relied on
    /// and no event goes on.
    mutating func learnHabits(_ evidence: Evidence, _ context: LearningContext) {
        guard context.isReliable, !context.isEventful else { return }
        guard evidence.time - habitsLearntAt >= Self.habitPeriod - 1e-6 else { return }
        habitsLearntAt = evidence.time
        habits.learn(context.hour, still: memory.isStatic)
    }

    /// Share of the time for which something is usually still where the middle of a box is.
    func habitRate(of box: PixelBox) -> Double {
        let size = Evidence.blockSize
        let column = min(geometry.blockColumns - 1, Int(box.centreX) / size)
        let row = min(geometry.blockRows - 1, (box.top + box.bottom) / 2 / size)
        return habits.rate(column: column, row: row, at: hour)
    }
}
