/// One quantity on which a verdict rests, with the bar that it was held against: what an operator reads as *why*, and
/// what a replay computes again. An event carries at most ``Event/reasonLimit``.
public struct Reason: Sendable, Hashable {
    public var name: ReasonName
    public var value: Double
    /// `s`, `m`, `share`, `px` … ; empty for a pure number.
    public var unit: String
    /// The bar; `nil` when the quantity only informs.
    public var limit: Double?

    public init(_ name: ReasonName, _ value: Double, unit: String, limit: Double? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.limit = limit
    }
}

/// What a verdict may rest on. Closed: every one is a quantity of a place or of the picture, never of a person.
public enum ReasonName: String, CaseIterable, Sendable, Hashable {
    // Objects
    /// Seconds for which the region has looked the same.
    case staticAge = "static_age"
    /// Zero-mean correlation of the region with the background, −1…1: high under a difference is light.
    case structureNCC = "structure_ncc"
    /// Share of the region's pixels whose gradient differs from the background's.
    case gradientChange = "gradient_change"
    /// Share of the region's pixels that change from frame to frame: people sway, bags do not.
    case microMotion = "micro_motion"
    /// Share of the looks at which what touches the region was still.
    case isolation
    /// Histogram distance of the region from its surroundings, in what is seen and in the background.
    case colourCandidate = "colour_candidate"
    case colourBackground = "colour_background"
    /// Mean step across the region's outline in grey levels, in what is seen and in the background.
    case contourCandidate = "contour_candidate"
    case contourBackground = "contour_background"
    /// Share of the looks at which the region seemed put there rather than taken.
    case putShare = "put_share"
    /// Share of the time at this hour of the week for which something is usually still there.
    case habitRate = "habit_rate"
    case ownerLeftSeconds = "owner_left_seconds"
    case sizeMetres = "size_metres"
    case sizePersonHeights = "size_person_heights"
    // Anomalies
    /// Once in how many days a value as strange as this is expected.
    case rarityDays = "rarity_days"
    case learntDays = "learnt_days"
    case expectedLow = "expected_low"
    case expectedHigh = "expected_high"
    case pValue = "p_value"
    case falseAlarmsPerDay = "false_alarms_per_day"
    // Crowds
    case inflowPerMinute = "inflow_per_minute"
    case outflowPerMinute = "outflow_per_minute"
    case count
    case personsPerSquareMetre = "persons_per_m2"
    /// Local density times velocity variance (Helbing 2007), s⁻².
    case pressure
    case speedVariance = "speed_variance"
    case meanSpeed = "mean_speed"
    case counterFlowShare = "counter_flow_share"
    case stoppedShare = "stopped_share"
    // The camera
    /// Shift of the picture against the reference: pixels of the decoded picture, and share of its width.
    case shiftX = "shift_x"
    case shiftY = "shift_y"
    case shiftShare = "shift_share"
    case edgesKept = "edges_kept"
    case edgeRatio = "edge_ratio"
    case sharpness
    case brightness
    case saturatedShare = "saturated_share"
    case contentChange = "content_change"
    case brightnessSwing = "brightness_swing"
}

/// Why a zone is not `seeing`. Closed.
public enum CoverageReason: String, CaseIterable, Sendable, Hashable {
    /// The agent has not seen enough yet.
    case starting
    case streamLost = "stream_lost"
    case stopped
    /// Frames that were due are skipped.
    case fallingBehind = "falling_behind"
    case corruptFrames = "corrupt_frames"
    /// The light of the whole picture changed and every verdict is held.
    case lightChanged = "light_changed"
    case dark, bright, blurred, blocked, moved, frozen, flickering
    /// Nothing of the zone is outside privacy and exclude zones and letterbox bars.
    case masked
    case notAuthorised = "not_authorised"
}
