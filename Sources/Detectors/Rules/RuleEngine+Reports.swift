internal import Events
internal import Scene

/// How steps in the life of an event are written down.
extension RuleEngine {
    func report(_ step: RuleEventStateMachine.Step, _ watched: WatchedRule, _ context: FrameContext) -> Report {
        switch step {
        case .start(let running): live(.start, running, watched, context)
        case .update(let running): live(.update, running, watched, context)
        case .end(let running, let reason): ended(running, reason, watched, context)
        }
    }

    private func live(
        _ phase: Phase, _ running: RuleEventStateMachine.Running, _ watched: WatchedRule, _ context: FrameContext
    ) -> Report {
        Report(
            cameraID: configuration.cameraID, time: context.timestamp, severity: running.finding.severity,
            expiry: context.timestamp.advanced(bySeconds: Self.expirySeconds),
            payload: .event(event(phase, running, watched, context)))
    }

    /// An end does not expire: whoever hears it late must still know that it is over.
    private func ended(
        _ running: RuleEventStateMachine.Running, _ reason: EndReason, _ watched: WatchedRule, _ context: FrameContext
    ) -> Report {
        var event = event(.end, running, watched, context)
        event.endedAt = context.timestamp
        event.endReason = reason
        return Report(cameraID: configuration.cameraID, time: context.timestamp, payload: .event(event))
    }

    private func event(
        _ phase: Phase, _ running: RuleEventStateMachine.Running, _ watched: WatchedRule, _ context: FrameContext
    ) -> Event {
        let finding = running.finding
        let account = watched.watch.account(of: finding.key, time: context.time)
        let view = watched.view(context)
        return Event(
            useCase: watched.rule.useCase, phase: phase, eventUID: uid(running.number), ruleID: watched.rule.id,
            zoneID: watched.rule.zoneID, profile: Self.profile, bootID: bootID, frame: context.frame,
            timeSource: context.timeSource, timeUncertaintyMilliseconds: context.timeUncertaintyMilliseconds,
            startedAt: context.timestamp(at: finding.beganAt), updatedAt: context.timestamp,
            detectedAt: context.timestamp(at: running.heldSince), emittedAt: context.emittedAt, box: finding.box,
            polygon: finding.box == nil ? watched.polygon : account?.polygon ?? [], metric: account?.metric,
            confidence: account?.confidence, confidenceKind: account?.confidenceKind,
            coverage: view.coverage, quality: context.quality, provenance: provenance,
            mode: watched.rule.mode,
            authorisationID: watched.authorisation(at: context.timestamp(at: running.heldSince))?.id,
            purpose: watched.rule.purpose, reasons: account?.reasons ?? [],
            coverageReason: view.reason)
    }

    func zoneState(_ watched: WatchedRule, _ context: FrameContext) -> Report {
        let view = watched.view(context)
        let value = watched.isArmed(at: context.timestamp) ? watched.watch.value : nil
        let state = ZoneState(
            zoneID: watched.rule.zoneID, ruleID: watched.rule.id, useCase: watched.rule.useCase,
            active: !watched.events.running.isEmpty, eventUID: watched.events.running.last.map { uid($0.number) },
            coverage: view.coverage, value: value?.amount, unit: value?.unit,
            learning: watched.watch.isLearning, coverageReason: view.reason)
        return Report(
            cameraID: configuration.cameraID, time: context.timestamp,
            expiry: context.timestamp.advanced(bySeconds: Self.expirySeconds), payload: .zoneState(state))
    }

    func uid(_ number: Int) -> String { "\(bootID)-\(number)" }
}

extension Rule {
    /// Why an anomaly is looked for; other use cases are their own purpose.
    var purpose: Purpose? {
        if case .anomalyFlow(let purpose, _) = condition { purpose } else { nil }
    }
}
