internal import Events
public import Perception
public import Scene

/// Says what keeps a camera from seeing: dark, bright, blurred, blocked, moved, frozen, flickering. (`lost` is the
/// pipeline's.)
///
/// Every limit is on a quantity that light, crowds and compression leave alone: directions of remembered edges that
/// nothing moves in front of, the ratio of Laplacian to gradient against its own past, the exact sameness of frames,
/// turns of brightness.
public struct IntegrityDetector {
    /// Mean luma and share of saturated pixels beyond which nothing can be seen.
    static let darkBelow: Float = 18
    /// Mean luma below which nothing can be seen when hardly an edge is left: black with the sensor's noise upon it.
    static let dimBelow: Float = 40, dimEdges: Float = 0.3
    /// Share of the reference's edges from which on the view may be taken for the usual one.
    static let usualAbove: Float = 0.7
    static let brightAbove: Float = 235
    static let blindSaturation: Float = 0.7
    /// Share of the reference's edges below which something covers the view, when the picture has few edges, or it is out
    /// of focus, when it looks alike from afar; and below which the camera looks elsewhere, when it has as many. Where noise
    /// gives every pixel an edge, chance alone finds a quarter of them again, 0.04 more or less of a hundred; infra-red
    /// light and crowds leave more.
    static let coveredBelow: Float = 0.4, elsewhereBelow: Float = 0.3
    /// Edges there are where the reference has none, for each of its own: above it the camera looks elsewhere, below
    /// something covers it.
    static let elsewhereAbove: Float = 0.4
    /// Correlation with the usual view, cell by cell, above which only its edges have gone.
    static let alikeAbove = 0.75
    /// Edges from afar for each usual one, and share of the cells that are foreground, above which people stand before the
    /// view: defocus adds none.
    static let crowdedAbove = 1.5, crowdedShare = 0.15
    /// Contrast from afar, of the usual, below which something lies over the view.
    static let veiledBelow = 0.5
    /// Least shift, analysis pixels.
    static let leastShift: Float = 3
    /// Sharpness against its own running median.
    static let blurredBelow: Float = 0.62
    /// Mean change of a frame, grey levels, that even the quietest sensor exceeds.
    static let frozenBelow: Float = 0.004

    private let geometry: EvidenceGeometry
    private var machine = IntegrityStateMachine()
    private var flicker = FlickerMeter()
    private var isFlickering = false
    private var sharpness = RunningReference()
    private var view: CoarseView
    private var zones: ZoneViews
    private var hasMoved = false

    public init(configuration: CameraConfiguration, geometry: EvidenceGeometry) {
        self.geometry = geometry
        view = CoarseView(cells: geometry.cells)
        zones = ZoneViews(zones: configuration.zones, geometry: geometry)
    }

    /// Says one observation when the state changes, and one for each zone whose view does; else none.
    public mutating func ingest(_ evidence: Evidence, into observations: inout [Observation]) {
        let quality = evidence.quality
        if quality.contentChange >= Self.frozenBelow { hasMoved = true }
        isFlickering = flicker.ingest(Double(evidence.lightOffset), time: evidence.time)
        let finding = finding(evidence, isFirst: evidence.interval == 0)
        if finding.state == .good, !evidence.isHeld {
            sharpness.learn(quality.sharpness, interval: evidence.interval)
            if machine.isSettledGood, quality.edgesKept >= Self.usualAbove, !zones.isHidden(at: evidence.time) {
                view.learn(evidence)
            }
        }
        if var change = machine.ingest(finding, time: evidence.time) {
            change.reasons = reasons(for: change.state, quality)
            observations.append(.integrity(change))
        }
        lookAtZones(evidence, isBlocked: finding.state == .blocked, &observations)
    }

    /// Zone by zone while the camera sees or is covered: of a dark or shaken picture nothing is said of a part.
    private mutating func lookAtZones(_ evidence: Evidence, isBlocked: Bool, _ observations: inout [Observation]) {
        guard zones.isDue(at: evidence.time), !evidence.isHeld, isBlocked || machine.isSettledGood else { return }
        _ = view.compare(evidence)
        zones.look(view, evidence, into: &observations)
    }

    /// The first that holds, the most certain first.
    private mutating func finding(_ evidence: Evidence, isFirst: Bool) -> IntegrityFinding {
        let quality = evidence.quality
        if let finding = lightFinding(quality) { return finding }
        if hasMoved, !isFirst, quality.contentChange < Self.frozenBelow {
            return IntegrityFinding(state: .frozen, score: 1)
        }
        if isFlickering {
            return IntegrityFinding(
                state: .flickering, score: min(1, flicker.lastSwing / 50), since: flicker.since)
        }
        // A sharpness of 0 means that nothing has an edge: covered, not blurred.
        if let usual = sharpness.value, quality.sharpness > 0, quality.sharpness < Self.blurredBelow * usual {
            return IntegrityFinding(state: .blurred, score: beyond(quality.sharpness, Self.blurredBelow * usual))
        }
        if max(abs(quality.shiftX), abs(quality.shiftY)) >= Self.leastShift {
            return IntegrityFinding(
                state: .moved, score: beyond(quality.edgesKept, 1), since: quality.shiftSince)
        }
        guard quality.edgesKept < Self.coveredBelow else { return .good }
        return edgeFinding(evidence)
    }

    /// Too dark or too bright to see anything.
    private func lightFinding(_ quality: ImageQuality) -> IntegrityFinding? {
        let isBlind = quality.saturated > Self.blindSaturation || quality.edgesKept < 0.2
        let isDim = quality.brightness < Self.dimBelow && quality.edgesKept < Self.dimEdges
        if isDim || (quality.brightness < Self.darkBelow && isBlind) {
            return IntegrityFinding(state: .dark, score: beyond(quality.brightness, Self.dimBelow))
        }
        guard quality.brightness > Self.brightAbove, isBlind else { return nil }
        return IntegrityFinding(state: .bright, score: beyond(255 - quality.brightness, 255 - Self.brightAbove))
    }

    /// Why so few of the reference's edges are there.
    private mutating func edgeFinding(_ evidence: Evidence) -> IntegrityFinding {
        let kept = evidence.quality.edgesKept
        let isCompared = view.compare(evidence)
        if isCompared, view.likeness >= Self.alikeAbove { return alikeFinding(evidence) }
        let ratio = min(evidence.quality.edgeRatio, isCompared ? Float(view.edgeRatio) : .infinity)
        let looksElsewhere = ratio - kept > Self.elsewhereAbove
        let limit = looksElsewhere ? Self.elsewhereBelow : Self.coveredBelow
        guard kept < limit else { return .good }
        return IntegrityFinding(state: looksElsewhere ? .moved : .blocked, score: beyond(kept, limit))
    }

    /// Edges are gone, but from afar the picture looks alike: out of focus; or covered by what lets a little light through;
    /// or full of people, who stand before the edges and bring their own.
    private func alikeFinding(_ evidence: Evidence) -> IntegrityFinding {
        let score = beyond(evidence.quality.edgesKept, Self.coveredBelow)
        if view.contrast < Self.veiledBelow { return IntegrityFinding(state: .blocked, score: score) }
        let isCrowded = view.edgeRatio > Self.crowdedAbove && foregroundShare(evidence) > Self.crowdedShare
        return isCrowded ? .good : IntegrityFinding(state: .blurred, score: score)
    }

    /// Share of the cells that are foreground for the most part.
    private func foregroundShare(_ evidence: Evidence) -> Double {
        let most = Evidence.cellSize * Evidence.cellSize / 2
        let foreground = (0..<geometry.cells).count { cell in
            evidence.cellForeground(cell % geometry.columns, cell / geometry.columns) > most
        }
        return Double(foreground) / Double(geometry.cells)
    }

    /// What an operator reads as *why*. Shifts are in pixels of the decoded picture.
    private func reasons(for state: IntegrityState, _ quality: ImageQuality) -> [Reason] {
        func reason(_ name: ReasonName, _ value: Float, _ unit: String, limit: Float? = nil) -> Reason {
            Reason(name, Double(value), unit: unit, limit: limit.map { Double($0) })
        }
        let saturated = reason(.saturatedShare, quality.saturated, "share", limit: Self.blindSaturation)
        switch state {
        case .good, .lost: return []
        case .dark: return [reason(.brightness, quality.brightness, "grey levels", limit: Self.darkBelow), saturated]
        case .bright:
            return [reason(.brightness, quality.brightness, "grey levels", limit: Self.brightAbove), saturated]
        case .blurred:
            return [reason(.sharpness, quality.sharpness, "", limit: sharpness.value.map { $0 * Self.blurredBelow })]
        case .frozen:
            return [reason(.contentChange, quality.contentChange, "grey levels", limit: Self.frozenBelow)]
        case .flickering:
            return [Reason(.brightnessSwing, flicker.lastSwing, unit: "grey levels", limit: FlickerMeter.swing)]
        case .blocked, .moved:
            let scale = Float(geometry.pictureWidth) / Float(geometry.width)
            let length = (quality.shiftX * quality.shiftX + quality.shiftY * quality.shiftY).squareRoot()
            let edges = [
                reason(.edgesKept, quality.edgesKept, "share", limit: Self.coveredBelow),
                reason(.edgeRatio, quality.edgeRatio, "", limit: quality.edgesKept + Self.elsewhereAbove),
            ]
            guard state == .moved, length > 0 else { return edges }
            return edges + [
                reason(.shiftX, quality.shiftX * scale, "px", limit: Self.leastShift * scale),
                reason(.shiftY, quality.shiftY * scale, "px", limit: Self.leastShift * scale),
                reason(.shiftShare, length / Float(geometry.width), "share"),
            ]
        }
    }

    private func beyond(_ value: Float, _ limit: Float) -> Double {
        Double(min(1, max(0, 1 - value / max(limit, 1e-6))))
    }
}

/// A slow running median of a quantity that is learnt while all is well.
struct RunningReference {
    /// Seconds until it may be used, and share by which it moves in a second.
    static let warmUp = 8.0
    static let stepPerSecond: Float = 0.01

    private var current: Float = 0
    private var age = 0.0

    /// `nil` until enough was seen.
    var value: Float? { age >= Self.warmUp ? current : nil }

    mutating func learn(_ sample: Float, interval: Double) {
        guard sample > 0 else { return }
        if current == 0 { current = sample }
        age += interval
        // Early steps are ten times as large: the first sample is as good as any.
        let rate = Self.stepPerSecond * Float(min(1, interval)) * (age < Self.warmUp ? 10 : 1)
        current += current * rate * (sample > current ? 1 : sample < current ? -1 : 0)
    }
}
