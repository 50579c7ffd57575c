public import Footage
public import Scene

extension DecodePolicy {
    /// What the policy asks of the decoder as long as the machine keeps up.
    public var effort: DecodeEffort {
        switch self {
        case .full: .full
        case .economy, .auto: .unfiltered
        case .keyframes: .keyPictures
        }
    }
}

extension CameraConfiguration {
    /// What the camera's source is asked for at the start.
    public var decodePlan: DecodePlan {
        DecodePlan(effort: decode.effort, analysedPerSecond: analysis.framesPerSecond)
    }
}
