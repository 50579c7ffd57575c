/// Blurs the whole canvas by two passes of a box in each direction (Kovesi, "Fast almost-Gaussian filtering", 2010).
struct Defocus {
    let canvas: Canvas

    /// - Parameter radius: of the box in pixels.
    func blur(radius: Int) {
        guard radius > 0 else { return }
        for _ in 0..<2 {
            for y in 0..<canvas.height {
                smooth(canvas.luma + y * canvas.stride, canvas.spare + y * canvas.stride, canvas.width, 1, radius)
            }
            for x in 0..<canvas.width {
                smooth(canvas.spare + x, canvas.luma + x, canvas.height, canvas.stride, radius)
            }
        }
    }

    private func smooth(
        _ source: UnsafeMutablePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ count: Int, _ step: Int,
        _ radius: Int
    ) {
        var sum: Float = 0
        for index in -radius...radius { sum += source[min(count - 1, max(0, index)) * step] }
        let scale = 1 / Float(2 * radius + 1)
        for index in 0..<count {
            target[index * step] = sum * scale
            sum += source[min(count - 1, index + radius + 1) * step] - source[max(0, index - radius) * step]
        }
    }
}
