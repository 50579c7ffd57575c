/// A perspective camera without distortion.
struct PinholeCamera {
    let position: Vector3
    let right, up, forward: Vector3
    /// In pixels.
    let focalLength, centreX, centreY: Double

    init(_ scene: SceneDescription) {
        let camera = scene.camera
        let (tilt, yaw) = (ExactMath.radians(camera.tiltDegrees), ExactMath.radians(camera.yawDegrees))
        let (sinTilt, cosTilt) = (ExactMath.sin(tilt), ExactMath.cos(tilt))
        let (sinYaw, cosYaw) = (ExactMath.sin(yaw), ExactMath.cos(yaw))
        position = Vector3(0, 0, camera.heightMetres)
        forward = Vector3(sinYaw * cosTilt, cosYaw * cosTilt, -sinTilt)
        right = Vector3(cosYaw, -sinYaw, 0)
        up = Vector3(sinYaw * sinTilt, cosYaw * sinTilt, cosTilt)
        let half = ExactMath.radians(camera.fieldOfViewDegrees) / 2
        centreX = Double(scene.picture.width) / 2
        centreY = Double(scene.picture.height) / 2
        focalLength = centreX * ExactMath.cos(half) / ExactMath.sin(half)
    }

    /// Pixels from the top left and the depth in metres along the optical axis; nil behind or too near.
    func project(_ point: Vector3) -> (x: Double, y: Double, depth: Double)? {
        let offset = point - position
        let depth = offset.dot(forward)
        guard depth > 0.3 else { return nil }
        let scale = focalLength / depth
        return (centreX + offset.dot(right) * scale, centreY - offset.dot(up) * scale, depth)
    }

    /// Direction in the world of the ray through a pixel, with 1 along the optical axis.
    func ray(x: Double, y: Double) -> Vector3 {
        forward + right * ((x - centreX) / focalLength) + up * ((centreY - y) / focalLength)
    }

    /// A direction of the world in the camera's axes: right, down, towards the viewer.
    func inCamera(_ direction: Vector3) -> Vector3 {
        Vector3(direction.dot(right), -direction.dot(up), -direction.dot(forward))
    }
}
