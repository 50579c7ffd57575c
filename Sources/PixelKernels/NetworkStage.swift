internal import PixelKernelBodies

/// A layer with its input, ready to run with whole numbers.
final class ByteStage {
    /// Weights of the first layer have fewer steps: its inputs are eight bits wide, and two products must fit into sixteen.
    static let steps: (first: Float, other: Float) = (63, 127)
    static let activationSteps: Float = 127

    let input: LayerPlane<UInt8>
    private let layer: ByteConvolution
    private let stride: Int
    private let memory: (LayerMemory<Int32>, LayerMemory<Int8>, LayerMemory<Float>, LayerMemory<Float>)

    /// - Parameter inputStep: what one step of the inputs is worth.
    init(_ trained: ConvolutionLayer, width: Int, height: Int, inputStep: Float) {
        let shape = trained.shape
        let input = LayerPlane<UInt8>(width: width, height: height, channels: shape.inputs, border: shape.border)
        self.input = input
        let runs = Runs(shape)
        let offsets = runs.starts.map { Int32($0.row * shape.dilation * input.rowElements + $0.element) }
        let outputs = 8 * shape.vectors
        var weights = [Int8](repeating: 0, count: runs.starts.count * outputs * 4)
        var (scales, shifts) = ([Float](repeating: 0, count: outputs), [Float](repeating: 0, count: outputs))
        let outputStep = trained.largest / Self.activationSteps
        for output in 0..<shape.outputs {
            let step = Self.weightStep(trained, output)
            for (index, start) in runs.starts.enumerated() {
                for k in 0..<4 {
                    guard let (column, channel) = runs.tap(start, k) else { continue }
                    let whole = (trained.weight(output, start.row, column, channel) / step).rounded(.toNearestOrEven)
                    weights[(index * outputs + output) * 4 + k] = Int8(whole)
                }
            }
            scales[output] = inputStep * step / outputStep
            shifts[output] = trained.biases[output] / outputStep
        }
        memory = (LayerMemory(offsets), LayerMemory(weights), LayerMemory(scales), LayerMemory(shifts))
        layer = ByteConvolution(
            offsets: memory.0.base, groups: offsets.count, weights: memory.1.base, scales: memory.2.base,
            shifts: memory.3.base, vectors: shape.vectors)
        stride = shape.stride
    }

    /// What one step of an output's weights is worth.
    static func weightStep(_ layer: ConvolutionLayer, _ output: Int) -> Float {
        let count = layer.weights.count / layer.shape.outputs
        let largest = layer.weights[output * count..<(output + 1) * count].reduce(0) { max($0, abs($1)) }
        return max(largest, 1e-8) / (layer.shape.inputs == 1 ? steps.first : steps.other)
    }

    func run(into next: LayerPlane<UInt8>, with kernels: any LumaKernels.Type) {
        for y in 0..<next.height {
            kernels.convolve(
                input.origin + y * stride * input.rowElements, step: stride * input.channels, by: layer,
                into: next.row(y), channels: next.channels, count: next.width)
        }
    }
}

/// A layer with its input, ready to run with floats.
final class FloatStage {
    let input: LayerPlane<Float>
    private let layer: FloatConvolution
    private let stride: Int
    private let memory: (LayerMemory<Int32>, LayerMemory<Float>, LayerMemory<Float>)

    init(_ trained: ConvolutionLayer, width: Int, height: Int) {
        let shape = trained.shape
        input = LayerPlane(width: width, height: height, channels: shape.inputs, border: shape.border)
        var (offsets, weights) = ([Int32](), [Float]())
        for (row, column) in shape.taps {
            for channel in 0..<shape.inputs {
                let element = row * input.rowElements + column * shape.inputs
                offsets.append(Int32(shape.dilation * element + channel))
                for output in 0..<8 * shape.vectors {
                    weights.append(output < shape.outputs ? trained.weight(output, row, column, channel) : 0)
                }
            }
        }
        let surplus = [Float](repeating: 0, count: 8 * shape.vectors - shape.outputs)
        memory = (LayerMemory(offsets), LayerMemory(weights), LayerMemory(trained.biases + surplus))
        layer = FloatConvolution(
            offsets: memory.0.base, taps: offsets.count, weights: memory.1.base, biases: memory.2.base,
            largest: trained.largest, vectors: shape.vectors)
        stride = shape.stride
    }

    func run(into next: LayerPlane<Float>, with kernels: any LumaKernels.Type) {
        for y in 0..<next.height {
            kernels.convolve(
                input.origin + y * stride * input.rowElements, step: stride * input.channels, by: layer,
                into: next.row(y), channels: next.channels, count: next.width)
        }
    }
}

extension ConvolutionLayer.Shape {
    /// Rows and columns of the kernel, in the order in which sums are made.
    fileprivate var taps: [(row: Int, column: Int)] {
        (0..<kernel).flatMap { row in (0..<kernel).map { (row, $0) } }
    }
}

/// Where a layer's groups of four inputs start, and which tap each input is.
private struct Runs {
    /// Row of the kernel, and elements from the start of that row.
    var starts: [(row: Int, element: Int)] = []
    private let shape: ConvolutionLayer.Shape

    /// Taps of one channel lie side by side: a row of them is one run. Else each tap's channels are.
    init(_ shape: ConvolutionLayer.Shape) {
        precondition(shape.inputs % 4 == 0 || (shape.inputs == 1 && shape.dilation == 1))
        self.shape = shape
        for (row, column) in shape.taps where shape.inputs > 1 || column == 0 {
            let length = shape.inputs > 1 ? shape.inputs : shape.kernel
            for first in stride(from: 0, to: length, by: 4) {
                starts.append((row, column * shape.dilation * shape.inputs + first))
            }
        }
    }

    /// Column of the kernel and channel of the `k`-th input of a group; `nil` beyond the kernel.
    func tap(_ start: (row: Int, element: Int), _ k: Int) -> (column: Int, channel: Int)? {
        let element = start.element + k
        guard shape.inputs > 1 else { return element < shape.kernel ? (element, 0) : nil }
        return (element / (shape.dilation * shape.inputs), element % shape.inputs)
    }
}
