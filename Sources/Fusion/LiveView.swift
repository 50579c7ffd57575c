public import EventStore
public import Events

/// What is live at one instant, of every camera that was ever heard of.
///
/// A zone of which nothing was heard in time, or that is not seen, is `unknown`. It is `quiet` only while its coverage
/// is `seeing` and every rule of it says so: the absence of an alert is never taken for an all-clear.
public struct LiveView: Sendable, Hashable {
    public var at: Timestamp
    public var cameras: [LiveCamera]
    /// Events that are going on, waiting for a verdict, the latest first.
    public var situations: [Situation]
    /// What is known of this hour; `nil` without context sources.
    public var context: ContextHour?

    public init(words: LatestWords, context: ContextHour?, at now: Timestamp) {
        at = now
        self.context = context
        let live = LiveJudgement(words: words, now: now)
        cameras = live.cameras()
        situations = words.openLives.filter(live.isLive).map { Situation(life: $0, context: context) }
    }
}

/// One camera now.
public struct LiveCamera: Sendable, Hashable {
    public var siteID, gatewayID, cameraID: String
    public var coverage: LiveCoverage
    /// The newest health; `nil` when it is out of date.
    public var health: Health?
    /// When the camera's agent last said anything.
    public var lastHeard: Timestamp
    public var zones: [LiveZone]
}

/// One zone now.
public struct LiveZone: Sendable, Hashable {
    /// What is going on.
    public enum State: String, CaseIterable, Sendable, Hashable {
        case active, quiet, unknown
    }

    public var zoneID: String
    public var state: State
    public var coverage: LiveCoverage
    /// The newest count; `nil` when it is out of date or the zone is not seen.
    public var sample: Sample?
    /// The rules of the zone of which the newest word is not out of date.
    public var rules: [ZoneState]
    /// `true` while a detector behind one of the rules has not learnt enough to speak.
    public var isLearning: Bool { rules.contains(where: \.learning) }
}

/// An event that is going on, with what else is known, waiting for a person's verdict.
public struct Situation: Sendable, Hashable {
    public var life: EventLife
    /// What was known of the city when it began or now; `nil` without context sources.
    public var context: ContextHour?

    public init(life: EventLife, context: ContextHour?) {
        self.life = life
        self.context = context
    }

    /// Whether it may alert somebody: in `shadow` it is shown and recorded, and alerts nobody.
    public var alerts: Bool { life.latest.event.mode == .alert }
}

extension LiveView {
    /// The same view of one camera, one zone, or both; `nil` means any.
    public func limited(toCamera cameraID: String?, zone zoneID: String?) -> LiveView {
        var view = self
        view.cameras = cameras.compactMap { camera in
            guard cameraID == nil || camera.cameraID == cameraID else { return nil }
            var camera = camera
            camera.zones = camera.zones.filter { zoneID == nil || $0.zoneID == zoneID }
            return zoneID == nil || !camera.zones.isEmpty ? camera : nil
        }
        view.situations = situations.filter {
            (cameraID == nil || $0.life.latest.record.report.cameraID == cameraID)
                && (zoneID == nil || $0.life.latest.event.zoneID == zoneID)
        }
        return view
    }
}
