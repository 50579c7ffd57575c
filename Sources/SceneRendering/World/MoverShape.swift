/// The bodies of vehicles and of things that are moved, as capsules.
struct MoverShape {
    let mover: Mover

    /// - Parameters: `place` the middle of the underside, `ahead` where it points.
    func capsules(at place: Vector3, ahead: Vector3) -> [Capsule] {
        let frame = Frame(place: place, ahead: ahead, luma: Float(mover.luma))
        switch mover.kind {
        case .car: return frame.vehicle(length: 4.3, width: 1.7, body: 0.8, roof: 1.4, cabin: -1.3...0.7)
        case .van: return frame.vehicle(length: 5.2, width: 1.9, body: 1.0, roof: 2.2, cabin: -2.4...1.6)
        case .bus: return frame.vehicle(length: 11, width: 2.4, body: 1.2, roof: 3, cabin: -5.3...5.3)
        case .bicycle: return frame.wheels(at: [-0.52, 0.52], radius: 0.33) + frame.rods
        case .scooter: return frame.wheels(at: [-0.4, 0.4], radius: 0.1) + frame.handlebar
        case .trolley: return frame.trolley
        case .bin: return frame.bin
        case .bench: return frame.bench
        case .cone: return [frame.rod((0, 0, 0.05), (0, 0, 0.7), 0.18, 0.04, luma: 170)]
        }
    }

    /// Metres that it takes of the ground to both sides of the middle.
    var contactRadius: Double {
        switch mover.kind {
        case .car, .van: 0.9
        case .bus: 1.2
        case .bicycle, .bin, .cone: 0.25
        case .scooter: 0.15
        case .trolley, .bench: 0.45
        }
    }

    private struct Frame {
        let place, ahead: Vector3
        let luma: Float

        private var aside: Vector3 { Vector3(-ahead.y, ahead.x, 0) }

        private func point(_ at: (Double, Double, Double)) -> Vector3 {
            place + ahead * at.0 + aside * at.1 + Vector3(0, 0, at.2)
        }

        /// From one place to another: metres ahead, to the left, up.
        func rod(
            _ start: (Double, Double, Double), _ end: (Double, Double, Double), _ radius: Double,
            _ endRadius: Double? = nil, luma: Float, stripes: Float = 0
        ) -> Capsule {
            Capsule(
                start: point(start), end: point(end), startRadius: radius, endRadius: endRadius ?? radius, luma: luma,
                stripes: stripes, stripeContrast: stripes > 0 ? -35 : 0, grain: 3, seed: 7)
        }

        func vehicle(
            length: Double, width: Double, body: Double, roof: Double, cabin: ClosedRange<Double>
        ) -> [Capsule] {
            let (r, half) = (0.3, width / 2 - 0.3)
            // Near enough to each other to close the sides.
            let rows = stride(from: -half, through: half, by: 2 * half / 4)
            var parts: [Capsule] = []
            for z in stride(from: 0.45, through: body - 0.1, by: 0.2) {
                for y in rows { parts.append(rod((-length / 2 + r, y, z), (length / 2 - r, y, z), r, luma: luma)) }
            }
            // Windows are darker and striped by their posts.
            for z in stride(from: body, through: roof - 0.25, by: 0.2) {
                for y in rows {
                    parts.append(rod((cabin.lowerBound, y, z), (cabin.upperBound, y, z), 0.28, luma: 45, stripes: 0.45))
                }
            }
            for y in rows {
                parts.append(
                    rod(
                        (cabin.lowerBound + 0.15, y, roof - 0.1), (cabin.upperBound - 0.25, y, roof - 0.1), 0.24,
                        luma: luma * 1.1))
            }
            for x in [-length * 0.31, length * 0.31] {
                for side in [-1.0, 1.0] {
                    parts.append(rod((x, side * (width / 2 - 0.1), 0.32), (x, side * width / 2, 0.32), 0.32, luma: 26))
                }
            }
            return parts
        }

        func wheels(at places: [Double], radius: Double) -> [Capsule] {
            places.flatMap { x in
                (0..<8).map { part in
                    let (a, b) = (Double(part) * .pi / 4, Double(part + 1) * .pi / 4)
                    let at = { (angle: Double) in
                        (x + radius * ExactMath.cos(angle), 0.0, radius + 0.02 + radius * ExactMath.sin(angle))
                    }
                    return rod(at(a), at(b), 0.025, luma: 35)
                }
            }
        }

        var rods: [Capsule] {
            [
                rod((-0.52, 0, 0.35), (-0.15, 0, 0.85), 0.03, luma: luma),
                rod((-0.15, 0, 0.85), (0.4, 0, 0.8), 0.03, luma: luma),
                rod((0.4, 0, 0.95), (0.52, 0, 0.35), 0.03, luma: luma),
                rod((-0.1, 0, 0.3), (0.4, 0, 0.8), 0.03, luma: luma),
                rod((0.38, -0.25, 1), (0.38, 0.25, 1), 0.025, luma: 40),
            ]
        }

        var handlebar: [Capsule] {
            [
                rod((-0.4, 0, 0.1), (0.4, 0, 0.1), 0.05, luma: luma),
                rod((0.4, 0, 0.1), (0.36, 0, 1.05), 0.03, luma: luma),
                rod((0.36, -0.22, 1.05), (0.36, 0.22, 1.05), 0.025, luma: 40),
            ]
        }

        var trolley: [Capsule] {
            let body = [-0.2, 0, 0.2].map { y in rod((-0.35, y, 0.45), (0.35, y, 0.45), 0.22, luma: luma) }
            return body + [
                rod((0.3, 0, 0.6), (0.3, 0, 0.95), 0.16, luma: luma * 0.7),
                rod((-0.3, 0.1, 0.6), (-0.35, 0.1, 1.35), 0.025, luma: 150),
                rod((-0.55, -0.25, 0.95), (-0.55, 0.25, 0.95), 0.03, luma: 40),
            ]
        }

        var bin: [Capsule] {
            [
                rod((0, 0, 0.22), (0, 0, 0.75), 0.24, luma: luma),
                rod((0, 0, 0.86), (0, 0, 0.92), 0.27, 0.2, luma: luma * 0.6),
            ]
        }

        var bench: [Capsule] {
            let seat = [-0.16, 0, 0.16].map { x in rod((x, -0.8, 0.45), (x, 0.8, 0.45), 0.05, luma: luma) }
            return seat + [-0.65, 0.65].map { y in rod((0, y, 0), (0, y, 0.42), 0.07, luma: 50) }
        }
    }
}
