public import PixelKernels

extension KernelTrial {
    /// The density network with made weights, all layers, with whole numbers and with floats.
    static func networks() -> [KernelTrial] {
        let layers = ConvolutionLayer.Shape.densityNetwork.enumerated().map { ConvolutionLayer.made($1, seed: $0) }
        return DensityNetwork.Arithmetic.allCases.map { arithmetic in
            let network = DensityNetwork(
                layers: layers, width: TrialPlanes.width, height: TrialPlanes.height, arithmetic: arithmetic)
            let name = "density network, " + (arithmetic == .bytes ? "bytes" : "floats")
            return KernelTrial(name, bytes: TrialPlanes.pixels) { planes, kernels in
                network.run(planes.luma, stride: TrialPlanes.width, with: kernels)
                UnsafeMutableRawPointer(planes.out).copyMemory(
                    from: network.cells,
                    byteCount: network.columns * network.rows * MemoryLayout<Int32>.stride)
            }
        }
    }
}

extension ConvolutionLayer {
    /// Weights as large as training makes them, the same on every machine: nobody is counted with them.
    public static func made(_ shape: Shape, seed: Int) -> ConvolutionLayer {
        var state = UInt64(truncatingIfNeeded: seed) &+ 1
        func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 23) - 1
        }
        let reach = (3 / Float(shape.inputs * shape.kernel * shape.kernel)).squareRoot()
        return ConvolutionLayer(
            shape: shape, weights: (0..<shape.weights).map { _ in reach * next() },
            biases: (0..<shape.outputs).map { _ in 0.1 * next() }, largest: 4)
    }
}
