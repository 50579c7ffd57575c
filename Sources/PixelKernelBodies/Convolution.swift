public import CPixel

/// One layer of a convolutional network with whole numbers: inputs of seven or eight bits, weights of eight, sums of 32.
///
/// Neighbouring inputs are taken in groups of four. Weights stand as [group][output][4], outputs filled up with zeros to
/// a multiple of eight; no product of two inputs and their weights may exceed 16 bits (|input × weight| ≤ 16,383).
public struct ByteConvolution {
    /// Where each group lies, in bytes from the first input of an output.
    public let offsets: UnsafePointer<Int32>
    public let groups: Int
    public let weights: UnsafePointer<Int8>
    /// For each output: activation = sum × scale + shift, rounded to even, 0…127.
    public let scales, shifts: UnsafePointer<Float>
    /// Outputs over eight: 2, 3 or 4.
    public let vectors: Int

    public init(
        offsets: UnsafePointer<Int32>, groups: Int, weights: UnsafePointer<Int8>, scales: UnsafePointer<Float>,
        shifts: UnsafePointer<Float>, vectors: Int
    ) {
        precondition((2...4).contains(vectors))
        (self.offsets, self.groups, self.weights) = (offsets, groups, weights)
        (self.scales, self.shifts, self.vectors) = (scales, shifts, vectors)
    }
}

/// The same with floats: weights stand as [tap][output]; an activation is the sum of bias and products in the order of the
/// taps, no less than 0 and no more than `largest`.
public struct FloatConvolution {
    /// Where each tap lies, in floats from the first input of an output.
    public let offsets: UnsafePointer<Int32>
    public let taps: Int
    public let weights, biases: UnsafePointer<Float>
    public let largest: Float
    /// Outputs over eight: 2, 3 or 4.
    public let vectors: Int

    public init(
        offsets: UnsafePointer<Int32>, taps: Int, weights: UnsafePointer<Float>, biases: UnsafePointer<Float>,
        largest: Float, vectors: Int
    ) {
        precondition((2...4).contains(vectors))
        (self.offsets, self.taps, self.weights) = (offsets, taps, weights)
        (self.biases, self.largest, self.vectors) = (biases, largest, vectors)
    }
}

/// The layers of a convolutional network, a row at a time. A row has `count` outputs of `channels` values each, whose
/// inputs lie `step` apart. Written are `8 × vectors` values from the start of each output on, surplus ones as zeros:
/// those of the last output lie beyond the row.
public protocol ConvolutionKernels: SendableMetatype {
    static func convolve(
        _ input: UnsafePointer<UInt8>, step: Int, by layer: ByteConvolution, into output: UnsafeMutablePointer<UInt8>,
        channels: Int, count: Int)

    static func convolve(
        _ input: UnsafePointer<Float>, step: Int, by layer: FloatConvolution, into output: UnsafeMutablePointer<Float>,
        channels: Int, count: Int)
}

extension ConvolutionKernels {
    @inlinable @inline(__always)
    public static func convolve(
        _ input: UnsafePointer<UInt8>, step: Int, by layer: ByteConvolution, into output: UnsafeMutablePointer<UInt8>,
        channels: Int, count: Int
    ) {
        cpixel_convolve_bytes(
            input, step, layer.offsets, layer.groups, layer.weights, layer.scales, layer.shifts, output, channels,
            layer.vectors, count)
    }

    @inlinable @inline(__always)
    public static func convolve(
        _ input: UnsafePointer<Float>, step: Int, by layer: FloatConvolution, into output: UnsafeMutablePointer<Float>,
        channels: Int, count: Int
    ) {
        cpixel_convolve_floats(
            input, step, layer.offsets, layer.taps, layer.weights, layer.biases, layer.largest, output, channels,
            layer.vectors, count)
    }
}

extension ScalarKernels {
    public static func convolve(
        _ input: UnsafePointer<UInt8>, step: Int, by layer: ByteConvolution, into output: UnsafeMutablePointer<UInt8>,
        channels: Int, count: Int
    ) {
        let outputs = 8 * layer.vectors
        for x in 0..<count {
            for o in 0..<outputs {
                var sum: Int32 = 0
                for group in 0..<layer.groups {
                    for k in 0..<4 {
                        sum +=
                            Int32(input[x * step + Int(layer.offsets[group]) + k])
                            * Int32(layer.weights[(group * outputs + o) * 4 + k])
                    }
                }
                let scaled = Float(sum) * layer.scales[o]
                let value = min(max(scaled + layer.shifts[o], 0), 127)
                output[x * channels + o] = UInt8(value.rounded(.toNearestOrEven))
            }
        }
    }

    public static func convolve(
        _ input: UnsafePointer<Float>, step: Int, by layer: FloatConvolution, into output: UnsafeMutablePointer<Float>,
        channels: Int, count: Int
    ) {
        let outputs = 8 * layer.vectors
        for x in 0..<count {
            for o in 0..<outputs {
                var sum = layer.biases[o]
                for tap in 0..<layer.taps {
                    let product = input[x * step + Int(layer.offsets[tap])] * layer.weights[tap * outputs + o]
                    sum += product
                }
                output[x * channels + o] = min(max(sum, 0), layer.largest)
            }
        }
    }
}
