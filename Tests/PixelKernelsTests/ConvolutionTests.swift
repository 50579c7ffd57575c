import KernelTrials
import PixelKernelBodies
import PixelKernels
import Testing

/// Layers of the density network, every set against the scalar reference: the same bits, floats too.
@Suite("Convolutions") struct ConvolutionTests {
    private static let groups = 9
    private static let step = 12

    @Test("a row of whole numbers equals its reference", arguments: KernelSet.available)
    func bytes(set: KernelSet) {
        var random = SeededGenerator.announced("convolution of bytes \(set)")
        for vectors in 2...4 {
            let outputs = 8 * vectors
            for count in 1...17 {
                let input = random.pixels(count * Self.step + 200).map { $0 & 127 }
                let offsets = (0..<Self.groups).map { _ in Int32.random(in: 0..<150, using: &random) }
                let weights = (0..<Self.groups * outputs * 4).map { _ in Int8.random(in: -127...127, using: &random) }
                let scales = (0..<outputs).map { _ in Float.random(in: 0...0.001, using: &random) }
                let shifts = (0..<outputs).map { _ in Float.random(in: -20...90, using: &random) }
                let layer = ByteConvolution(
                    offsets: offsets, groups: Self.groups, weights: weights, scales: scales, shifts: shifts,
                    vectors: vectors)
                let size = count * outputs
                let (out, wanted) = (GuardedPixels(count: size, shift: count), GuardedPixels(count: size))
                set.kernels.convolve(
                    input, step: Self.step, by: layer, into: out.base, channels: outputs, count: count)
                ScalarKernels.convolve(
                    input, step: Self.step, by: layer, into: wanted.base, channels: outputs, count: count)
                #expect(out.pixels == wanted.pixels && out.guardsHold, "\(vectors) vectors, \(count) pixels")
                keep(out, wanted)
            }
        }
    }

    @Test("the largest products of whole numbers are not cut off", arguments: KernelSet.available)
    func extremes(set: KernelSet) {
        // 255 × 63 twice is the most that the first layer may ask for.
        let (input, weights) = ([UInt8](repeating: 255, count: 64), [Int8](repeating: -63, count: 16 * 4))
        let (scales, shifts) = ([Float](repeating: -0.001, count: 16), [Float](repeating: 0, count: 16))
        let layer = ByteConvolution(
            offsets: [0], groups: 1, weights: weights, scales: scales, shifts: shifts, vectors: 2)
        var out = [UInt8](repeating: 0, count: 16)
        set.kernels.convolve(input, step: 4, by: layer, into: &out, channels: 16, count: 1)
        #expect(out.allSatisfy { $0 == 64 }, "\(out)")
    }

    @Test("a row of floats has the bits of its reference", arguments: KernelSet.available)
    func floats(set: KernelSet) {
        var random = SeededGenerator.announced("convolution of floats \(set)")
        for vectors in 2...4 {
            let outputs = 8 * vectors
            for count in 1...17 {
                let input = (0..<count * Self.step + 200).map { _ in Float.random(in: 0...4, using: &random) }
                let offsets = (0..<Self.groups).map { _ in Int32.random(in: 0..<150, using: &random) }
                let weights = (0..<Self.groups * outputs).map { _ in Float.random(in: -1...1, using: &random) }
                let biases = (0..<outputs).map { _ in Float.random(in: -1...1, using: &random) }
                let layer = FloatConvolution(
                    offsets: offsets, taps: Self.groups, weights: weights, biases: biases, largest: 5,
                    vectors: vectors)
                var out = [Float](repeating: 0, count: count * outputs)
                var wanted = out
                set.kernels.convolve(input, step: Self.step, by: layer, into: &out, channels: outputs, count: count)
                ScalarKernels.convolve(
                    input, step: Self.step, by: layer, into: &wanted, channels: outputs, count: count)
                #expect(out == wanted, "\(vectors) vectors, \(count) pixels")
            }
        }
    }

    @Test(
        "the whole network has the same bits in every set and every run, at any size",
        arguments: DensityNetwork.Arithmetic.allCases, [(8, 8), (75, 45), (160, 96)])
    func network(arithmetic: DensityNetwork.Arithmetic, size: (Int, Int)) {
        var random = SeededGenerator(seed: 4)
        let picture = (0..<size.0 * size.1).map { _ in UInt8.random(in: 0...255, using: &random) }
        let layers = ConvolutionLayer.Shape.densityNetwork.enumerated().map { ConvolutionLayer.made($1, seed: $0) }
        let network = DensityNetwork(layers: layers, width: size.0, height: size.1, arithmetic: arithmetic)
        func cells(_ set: KernelSet) -> [Int32] {
            network.run(picture, stride: size.0, with: set.kernels)
            return Array(UnsafeBufferPointer(start: network.cells, count: network.columns * network.rows))
        }
        let wanted = cells(.scalar)
        #expect(Set(wanted).count > 1 || wanted.count == 1)
        for set in KernelSet.available { #expect(cells(set) == wanted && cells(set) == wanted, "\(set)") }
    }
}
