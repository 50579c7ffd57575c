/// What the ordinary recording of a place does not have.
public enum SceneAnomaly: String, CaseIterable, Sendable, Hashable {
    case wrongDirection = "wrong_direction"
    case running, bicycle, vehicle, dispersal, gathering
    case counterFlow = "counter_flow"
    case stoppedExit = "stopped_exit"
    case nightPresence = "night_presence"
}
