/// Something that is done to the camera, or that happens to it, for a while.
public struct Tampering: Sendable, Hashable {
    public enum State: String, CaseIterable, Sendable, Hashable {
        case dark, bright, blurred, blocked, moved, frozen, flickering, lost
    }

    public var state: State
    public var startSeconds, endSeconds: Double
}
