/// The planes on which one frame is drawn, kept from frame to frame. One owner, one thread. Rows are padded by a
/// vector, so that drawing in vectors may go beyond a row's end; the picture itself has `width` × `height` pixels.
final class Canvas {
    let width, height, stride: Int
    /// Of pixels, padding included.
    let count: Int
    /// Luma under full light, before exposure and noise.
    let luma: UnsafeMutablePointer<Float>
    /// What luma is copied to when the whole picture is shifted or blurred.
    let spare: UnsafeMutablePointer<Float>
    /// How much of the ground's light is taken away, 0..1.
    let shadow: UnsafeMutablePointer<Float>
    /// Who is seen at a pixel: 0 nobody, else the number of the drawn figure.
    let owner: UnsafeMutablePointer<UInt16>
    /// The last figure that covered a pixel, seen there or not.
    let touched: UnsafeMutablePointer<UInt16>

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        stride = Self.stride(ofWidth: width)
        count = stride * height
        luma = Self.plane(count, 0)
        spare = Self.plane(count, 0)
        shadow = Self.plane(count, 0)
        owner = Self.plane(count, 0)
        touched = Self.plane(count, 0)
    }

    static func stride(ofWidth width: Int) -> Int { (width + 7) / 8 * 8 + 8 }

    private static func plane<Value>(_ count: Int, _ value: Value) -> UnsafeMutablePointer<Value> {
        let plane = UnsafeMutablePointer<Value>.allocate(capacity: count)
        plane.initialize(repeating: value, count: count)
        return plane
    }

    deinit {
        luma.deallocate()
        spare.deallocate()
        shadow.deallocate()
        owner.deallocate()
        touched.deallocate()
    }

    func clearShadows() {
        shadow.update(repeating: 0, count: count)
    }

    func clearOwners() {
        owner.update(repeating: 0, count: count)
        touched.update(repeating: 0, count: count)
    }

    /// The static picture, darkened where there is shadow.
    func lay(_ picture: StaticPicture) {
        for index in Swift.stride(from: 0, to: count, by: 8) {
            let lit = 1 - load(shadow + index)
            store(load(picture.luma + index) * lit, to: luma + index)
        }
    }
}

/// Eight neighbouring values.
typealias Lane = SIMD8<Float>

@inline(__always)
func load(_ pointer: UnsafePointer<Float>) -> Lane {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lane.self)
}

@inline(__always)
func load(_ pointer: UnsafeMutablePointer<Float>) -> Lane {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lane.self)
}

@inline(__always)
func store(_ value: Lane, to pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lane.self)
}

/// The larger of each two values. The standard library's `pointwiseMax` is a call and a loop here, this is one
/// instruction for four values.
@inline(__always)
func larger(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: a .< b) }

@inline(__always)
func larger(_ a: Lane, _ b: Float) -> Lane { larger(a, Lane(repeating: b)) }

/// The smaller of each two values.
@inline(__always)
func smaller(_ a: Lane, _ b: Lane) -> Lane { a.replacing(with: b, where: b .< a) }

@inline(__always)
func smaller(_ a: Lane, _ b: Float) -> Lane { smaller(a, Lane(repeating: b)) }

/// Whether one of eight is true.
@inline(__always)
func isAnyTrue(_ mask: SIMDMask<SIMD8<Int32>>) -> Bool {
    let words = unsafeBitCast(mask, to: SIMD4<UInt64>.self)
    return words.lowHalf | words.highHalf != SIMD2(0, 0)
}
