public import PixelKernelBodies
#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A convolutional network that says how many persons are in each 8×8 pixels of a grey picture.
///
/// It runs with whole numbers (weights of eight bits, activations of seven: what an agent uses) or with floats (what was
/// trained; to compare). Both give the same bits in every kernel set and run: whole numbers are exact, and floats are
/// added in one order without fused steps. A cell's persons are kept in units of 2⁻¹⁶: their sums do not depend on order.
public final class DensityNetwork {
    public static let cellSize = 8
    /// Units of ``cells`` for one person.
    public static let unit = 65_536.0

    public enum Arithmetic: Sendable, Hashable, CaseIterable {
        case bytes, floats
    }

    public let columns, rows: Int
    /// Persons in each cell after ``run(_:stride:with:)``, in units of 2⁻¹⁶: `columns` × `rows`.
    public let cells: UnsafeMutablePointer<Int32>
    private let width, height: Int
    private var byteStages: [ByteStage] = []
    private var floatStages: [FloatStage] = []
    private let lastBytes: LayerPlane<UInt8>
    private let lastFloats: LayerPlane<Float>
    private let last: (weights: [Float], wholeWeights: [Int32], step: Float, bias: Float)

    /// - Parameters:
    ///   - layers: of the shapes of ``ConvolutionLayer/Shape/densityNetwork``.
    ///   - width: of the pictures, in pixels; a part of a cell at the right or lower end counts as a cell.
    public init(layers: [ConvolutionLayer], width: Int, height: Int, arithmetic: Arithmetic = .bytes) {
        precondition(layers.map { $0.shape } == ConvolutionLayer.Shape.densityNetwork && width > 0 && height > 0)
        (self.width, self.height) = (width, height)
        (columns, rows) = ((width + Self.cellSize - 1) / Self.cellSize, (height + Self.cellSize - 1) / Self.cellSize)
        var size = (width: columns * Self.cellSize, height: rows * Self.cellSize)
        var step: Float = 1 / 255
        for layer in layers.dropLast() {
            switch arithmetic {
            case .bytes:
                byteStages.append(ByteStage(layer, width: size.width, height: size.height, inputStep: step))
            case .floats: floatStages.append(FloatStage(layer, width: size.width, height: size.height))
            }
            step = layer.largest / ByteStage.activationSteps
            size = (size.width / layer.shape.stride, size.height / layer.shape.stride)
        }
        let final = layers[layers.count - 1]
        let used = (byteStages.isEmpty ? (0, 0) : size, floatStages.isEmpty ? (0, 0) : size)
        lastBytes = LayerPlane(width: used.0.0, height: used.0.1, channels: final.shape.inputs, border: 0)
        lastFloats = LayerPlane(width: used.1.0, height: used.1.1, channels: final.shape.inputs, border: 0)
        let weightStep = ByteStage.weightStep(final, 0)
        last = (
            final.weights, final.weights.map { Int32(($0 / weightStep).rounded(.toNearestOrEven)) },
            step * weightStep, final.biases[0]
        )
        cells = .allocate(capacity: columns * rows)
        cells.initialize(repeating: 0, count: columns * rows)
    }

    deinit { cells.deallocate() }

    /// Works out ``cells`` for one picture.
    public func run(_ luma: UnsafePointer<UInt8>, stride: Int, with kernels: any LumaKernels.Type = kernels) {
        if byteStages.isEmpty {
            runFloats(luma, stride: stride, with: kernels)
        } else {
            runBytes(luma, stride: stride, with: kernels)
        }
    }

    private func runBytes(_ luma: UnsafePointer<UInt8>, stride: Int, with kernels: any LumaKernels.Type) {
        let input = byteStages[0].input
        for y in 0..<height { input.row(y).update(from: luma + y * stride, count: width) }
        for index in byteStages.indices {
            let next = index + 1 < byteStages.count ? byteStages[index + 1].input : lastBytes
            byteStages[index].run(into: next, with: kernels)
        }
        let channels = lastBytes.channels
        for cell in 0..<columns * rows {
            var sum: Int32 = 0
            for channel in 0..<channels {
                sum &+= Int32(lastBytes.interior[cell * channels + channel]) &* last.wholeWeights[channel]
            }
            let scaled = Float(sum) * last.step
            cells[cell] = Self.persons(scaled + last.bias)
        }
    }

    private func runFloats(_ luma: UnsafePointer<UInt8>, stride: Int, with kernels: any LumaKernels.Type) {
        let input = floatStages[0].input
        for y in 0..<height {
            let row = input.row(y)
            for x in 0..<width { row[x] = Float(luma[y * stride + x]) / 255 }
        }
        for index in floatStages.indices {
            let next = index + 1 < floatStages.count ? floatStages[index + 1].input : lastFloats
            floatStages[index].run(into: next, with: kernels)
        }
        let channels = lastFloats.channels
        for cell in 0..<columns * rows {
            var sum = last.bias
            for channel in 0..<channels {
                let product = lastFloats.interior[cell * channels + channel] * last.weights[channel]
                sum += product
            }
            cells[cell] = Self.persons(sum)
        }
    }

    /// Softplus (Dugas and others 2001), in units of 2⁻¹⁶; a cell holds a thousand at the most.
    private static func persons(_ value: Float) -> Int32 {
        let x = Double(value)
        let persons = max(x, 0) + log1p(exp(-abs(x)))
        return Int32((min(persons, 1000) * unit).rounded())
    }
}
