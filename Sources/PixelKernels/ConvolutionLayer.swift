/// One layer of a convolutional network as it was trained.
public struct ConvolutionLayer: Sendable, Hashable {
    /// Channels in and out, side of the kernel, pixels between two outputs and between two taps.
    public var shape: Shape
    /// [output][row][column][input].
    public var weights: [Float]
    /// One for each output.
    public var biases: [Float]
    /// The largest activation: what the integers' 127 stands for. Of the last layer 0, whose sums are not bounded.
    public var largest: Float

    public struct Shape: Sendable, Hashable {
        public var inputs, outputs, kernel, stride, dilation: Int

        public init(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, dilation: Int = 1) {
            (self.inputs, self.outputs) = (inputs, outputs)
            (self.kernel, self.stride, self.dilation) = (kernel, stride, dilation)
        }

        /// How many weights there are, biases left out.
        public var weights: Int { inputs * outputs * kernel * kernel }
        /// Zeros around the input, so that outputs have the input's size over the stride.
        var border: Int { dilation * (kernel / 2) }
        /// Vectors of eight outputs that a kernel computes.
        var vectors: Int { (outputs + 7) / 8 }
    }

    public init(shape: Shape, weights: [Float], biases: [Float], largest: Float) {
        (self.shape, self.weights, self.biases, self.largest) = (shape, weights, biases, largest)
    }

    /// Weight of one tap.
    func weight(_ output: Int, _ row: Int, _ column: Int, _ input: Int) -> Float {
        weights[((output * shape.kernel + row) * shape.kernel + column) * shape.inputs + input]
    }
}

extension ConvolutionLayer.Shape {
    /// The density network: grey pixels in, one value for each 8×8 of them out; 42,857 weights with the biases. After
    /// Li, Zhang and Chen (CSRNet, 2018): strides first, then dilated convolutions.
    public static let densityNetwork = [
        Self(1, 12, kernel: 5, stride: 2), Self(12, 24, kernel: 3, stride: 2), Self(24, 24, kernel: 3),
        Self(24, 32, kernel: 3, stride: 2), Self(32, 32, kernel: 3, dilation: 2), Self(32, 32, kernel: 3, dilation: 2),
        Self(32, 32, kernel: 3, dilation: 4), Self(32, 1, kernel: 1),
    ]
}
