internal import Analysis
internal import Events
internal import Scene
internal import SceneRendering

/// Scores one run over a scene and picks out what went wrong.
struct SceneScoring {
    /// Seconds at the start in which counts are not scored: the background is not known yet. At most a third of a scene.
    static let warmUp = 20.0

    let scene: SceneDescription
    let labels: SceneLabels
    let run: Run

    private var rate: Double { scene.picture.framesPerSecond }

    func outcome(fingerprint: String, conditions: [String]) throws(EvaluationError) -> CaseOutcome {
        var outcome = CaseOutcome(
            score: CaseScore(
                name: scene.name, fingerprint: fingerprint, conditions: conditions, seconds: scene.seconds))
        try addDensity(to: &outcome)
        addObjects(to: &outcome)
        try addAnomaly(to: &outcome)
        addIntegrity(to: &outcome)
        outcome.score.add(milliseconds: run.milliseconds, frames: run.summary.analysed)
        return outcome
    }

    private func addDensity(to outcome: inout CaseOutcome) throws(EvaluationError) {
        let skip = Int(min(Self.warmUp, scene.seconds / 3) * rate)
        var scores: [DensityScore] = []
        for (zone, persons) in labels.counts {
            let score = try DensityScore(run.lines.density, truth: persons, zone: zone, skip: skip, least: 0.1)
            scores.append(score)
            outcome.lines.append("density \(zone): \(score)")
            guard let worst = score.worst else { continue }
            let error = worst.count - Double(worst.truth)
            outcome.errors.append(
                WorstError(
                    scene: scene.name, detector: .density,
                    sentence: "zone \(zone): \(worst.truth) persons, counted \((worst.count * 10).rounded() / 10)",
                    frame: worst.frame, marks: [], severity: abs(error) / max(3, Double(worst.truth))))
        }
        outcome.score.add(scores)
    }

    private func addObjects(to outcome: inout CaseOutcome) {
        let rule = Run.objectRule.alert
        let score = ObjectScore(run.lines.objects, truth: labels.objects, rule: rule)
        outcome.score.add(score, rule: rule)
        outcome.lines.append("objects: \(score)")
        for object in score.objects where object.foundAt == nil {
            let time = object.truth.ownerLeft + rule + ObjectScore.slack
            add(.objects, "an object was not found", at: time, [mark(object.truth.box, .truth)], 2, &outcome)
        }
        for alarm in score.falseAlarms + score.early {
            add(.objects, "false alarm \(alarm.id)", at: alarm.time, [mark(alarm.box, .said)], 3, &outcome)
        }
        for object in score.objects {
            guard let delay = object.delay, delay > rule + 10 else { continue }
            let sentence = "found \((delay - rule).rounded()) s after the rule's time"
            add(.objects, sentence, at: object.foundAt ?? 0, [mark(object.truth.box, .truth)], delay / 100, &outcome)
        }
    }

    private func addAnomaly(to outcome: inout CaseOutcome) throws(EvaluationError) {
        let score = try AnomalyScore([
            AnomalyScore.Recording(
                rows: run.lines.anomalies,
                isAbnormal: labels.isAbnormal(frames: scene.frameCount, framesPerSecond: rate), framesPerSecond: rate)
        ])
        outcome.score.add(score)
        outcome.lines.append("anomaly: \(score)")
        addSituations(to: &outcome)
        for event in score.events where event.delay == nil {
            let middle = Double(event.frames.lowerBound + event.frames.upperBound) / 2 / rate
            add(.anomaly, "an anomaly was not found", at: middle, [], 2, &outcome)
        }
        for frame in score.falseAlarms.joined() {
            let row = run.lines.anomalies.last { $0.frame <= frame }
            let marks = row.map { [mark($0.box, .said)] } ?? []
            add(.anomaly, "false alarm", at: Double(frame) / rate, marks, 3, &outcome)
        }
    }

    private func addSituations(to outcome: inout CaseOutcome) {
        let score = SituationScore(run.lines.events, truth: labels.anomalies)
        outcome.score.addFalseEvents(score)
        for event in score.falseEvents { add(.anomaly, "false event", at: event.time, [], 4, &outcome) }
        // Of a place whose technician armed nothing of the kind nothing can be said.
        guard !scene.rules.isEmpty else { return }
        outcome.score.add(score)
        outcome.lines.append("\(score)")
        for situation in score.situations where situation.raisedAt == nil {
            let middle = (situation.truth.start + situation.truth.end) / 2
            add(.anomaly, "no event tells of \(situation.truth.kind)", at: middle, [], 2, &outcome)
        }
        for event in score.falseNames { add(.anomaly, "false \(event.name)", at: event.time, [], 3, &outcome) }
    }

    private func addIntegrity(to outcome: inout CaseOutcome) {
        let score = IntegrityScore(run.lines.integrity, truth: labels.tamperings, seconds: scene.seconds)
        outcome.score.add(score)
        outcome.lines.append("\(score)")
        for found in score.tamperings where found.namedAt == nil {
            let said = found.saidState.map { "was called \($0)" } ?? "was not noticed"
            let time = (found.truth.start + min(found.truth.end, scene.seconds)) / 2
            add(.integrity, "\(found.truth.state) \(said)", at: time, [], 2, &outcome)
        }
        for alarm in score.falseAlarms {
            add(.integrity, "false alarm \(alarm.state)", at: alarm.time, [], 3, &outcome)
        }
    }

    private func add(
        _ detector: Figure.Detector, _ sentence: String, at time: Double, _ marks: [WorstError.Mark],
        _ severity: Double, _ outcome: inout CaseOutcome
    ) {
        let frame = min(scene.frameCount - 1, max(0, Int((time * rate).rounded())))
        outcome.errors.append(
            WorstError(
                scene: scene.name, detector: detector, sentence: sentence, frame: frame, marks: marks,
                severity: severity))
    }

    private func mark(_ box: Box, _ kind: WorstError.Mark.Kind) -> WorstError.Mark {
        WorstError.Mark(x: box.x, y: box.y, width: box.width, height: box.height, kind: kind)
    }
}
