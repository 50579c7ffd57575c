/// A perspective camera with radial distortion.
struct PinholeCamera: Hashable {
    let position: Vector3
    let right, up, forward: Vector3
    /// In pixels.
    let focalLength, centreX, centreY: Double
    private let distortion: Double

    /// The picture of the scene file, without margin.
    init(_ scene: SceneDescription) {
        self.init(scene, turn: CameraTurn.none, margin: 0)
    }

    /// - Parameters:
    ///   - turn: against the position of the scene file.
    ///   - margin: pixels that the canvas is larger than the picture on each side.
    init(_ scene: SceneDescription, turn: CameraTurn, margin: Int) {
        let camera = scene.camera
        let tilt = ExactMath.radians(camera.tiltDegrees + turn.tiltDegrees)
        let yaw = ExactMath.radians(camera.yawDegrees + turn.yawDegrees)
        let (sinTilt, cosTilt) = (ExactMath.sin(tilt), ExactMath.cos(tilt))
        let (sinYaw, cosYaw) = (ExactMath.sin(yaw), ExactMath.cos(yaw))
        position = Vector3(0, 0, camera.heightMetres)
        forward = Vector3(sinYaw * cosTilt, cosYaw * cosTilt, -sinTilt)
        right = Vector3(cosYaw, -sinYaw, 0)
        up = Vector3(sinYaw * sinTilt, cosYaw * sinTilt, cosTilt)
        let half = ExactMath.radians(camera.fieldOfViewDegrees) / 2
        centreX = Double(scene.picture.width) / 2 + Double(margin)
        centreY = Double(scene.picture.height) / 2 + Double(margin)
        focalLength = Double(scene.picture.width) / 2 * ExactMath.cos(half) / ExactMath.sin(half) * turn.zoom
        distortion = camera.distortion
    }

    /// Pixels from the top left and the depth in metres along the optical axis; nil behind or too near.
    func project(_ point: Vector3) -> (x: Double, y: Double, depth: Double)? {
        let offset = point - position
        let depth = offset.dot(forward)
        guard depth > 0.3 else { return nil }
        let (x, y) = (offset.dot(right) / depth, offset.dot(up) / depth)
        let scale = focalLength * bend(x * x + y * y)
        return (centreX + x * scale, centreY - y * scale, depth)
    }

    /// Beyond two focal lengths the polynomial would fold back.
    private func bend(_ square: Double) -> Double {
        1 + distortion * min(square, 2)
    }

    /// Direction in the world of the ray through a pixel, with 1 along the optical axis.
    func ray(x: Double, y: Double) -> Vector3 {
        let (u, v) = ((x - centreX) / focalLength, (centreY - y) / focalLength)
        var scale = 1.0
        if distortion != 0 {
            // Fixed point of r = d / (1 + k r²).
            for _ in 0..<12 { scale = 1 / bend((u * u + v * v) * scale * scale) }
        }
        return forward + right * (u * scale) + up * (v * scale)
    }

    /// A direction of the world in the camera's axes: right, down, towards the viewer.
    func inCamera(_ direction: Vector3) -> Vector3 {
        Vector3(direction.dot(right), -direction.dot(up), -direction.dot(forward))
    }
}

extension CameraTurn {
    static let none = Self(time: 0, seconds: 0, yawDegrees: 0, tiltDegrees: 0, zoom: 1)
}

extension SceneCamera {
    /// How the camera is turned at `time`, and whether it is turning.
    func turn(at time: Double) -> (turn: CameraTurn, isTurning: Bool) {
        var current = CameraTurn.none
        for next in turns where time >= next.time {
            let share = next.seconds > 0 ? min(1, (time - next.time) / next.seconds) : 1
            if share < 1 {
                let mix = { (a: Double, b: Double) in a + (b - a) * share }
                let turn = CameraTurn(
                    time: next.time, seconds: 0, yawDegrees: mix(current.yawDegrees, next.yawDegrees),
                    tiltDegrees: mix(current.tiltDegrees, next.tiltDegrees), zoom: mix(current.zoom, next.zoom))
                return (turn, true)
            }
            current = next
        }
        (current.time, current.seconds) = (0, 0)
        return (current, false)
    }
}
