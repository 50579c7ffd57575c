internal import Events

/// The weights of a density network, as `models/density/train_network.py` writes them.
///
/// The bytes `VIGIEDN1`, the length of a JSON header (32 bits, little endian), the header, then for each layer its
/// weights [output][row][column][input], its biases and its largest activation as 32-bit floats, little endian.
public struct DensityNetworkFile: Sendable, Hashable {
    public struct Layer: Sendable, Hashable {
        public let inputs, outputs, kernel, stride, dilation: Int
        public let weights, biases: [Float]
        public let largest: Float
    }

    public enum Refusal: String, Error, Sendable, Hashable {
        case notNetwork = "the file is no density network"
        case header = "the header of the network cannot be read"
        case shape = "the network has other layers than this program computes"
        case length = "the file is shorter or longer than its layers"
        case value = "a weight of the network is no number"
    }

    /// What the network is called, and the terms of the data that it learnt from.
    public let name, terms: String
    /// 90 % interval of a count in a place where nobody counted: so many persons, and this share of the count.
    public let halfWidth, relativeHalfWidth: Double
    /// What it sees in the background picture is no person, and is taken away: a network of rendered scenes takes some real
    /// things for people.
    public let subtractsBackground: Bool
    public let layers: [Layer]

    private static let magic = Array("VIGIEDN1".utf8)
    /// Inputs, outputs, kernel, stride, dilation of the layers that this program computes.
    public static let shapes = [
        [1, 12, 5, 2, 1], [12, 24, 3, 2, 1], [24, 24, 3, 1, 1], [24, 32, 3, 2, 1], [32, 32, 3, 1, 2],
        [32, 32, 3, 1, 2],
        [32, 32, 3, 1, 4], [32, 1, 1, 1, 1],
    ]

    public init(bytes: [UInt8]) throws(Refusal) {
        guard bytes.count > 12, Array(bytes[..<8]) == Self.magic else { throw .notNetwork }
        let length = Int(Self.word(bytes, at: 8))
        guard length <= bytes.count - 12, let json = try? JSONValue(parsing: bytes[12..<12 + length]),
            case .object(let header) = json, case .string(let name)? = header["name"],
            case .string(let terms)? = header["terms"], let half = header["half_width"]?.double, half >= 0,
            let relative = header["relative_half_width"]?.double, relative > 0,
            case .bool(let subtracts)? = header["subtracts_background"]
        else { throw .header }
        guard case .array(let shapes)? = header["layers"], shapes.map(Self.shape) == Self.shapes else { throw .shape }
        var reader = FloatReader(bytes: bytes, offset: 12 + length)
        guard reader.left == Self.shapes.reduce(0, { $0 + Self.floats($1) }) else { throw .length }
        (self.name, self.terms, halfWidth, relativeHalfWidth) = (name, terms, half, relative)
        subtractsBackground = subtracts
        layers = Self.shapes.map { shape in
            Layer(
                inputs: shape[0], outputs: shape[1], kernel: shape[2], stride: shape[3], dilation: shape[4],
                weights: reader.take(shape[0] * shape[1] * shape[2] * shape[2]), biases: reader.take(shape[1]),
                largest: reader.take(1)[0])
        }
        let isSound = layers.allSatisfy { layer in
            layer.weights.allSatisfy(\.isFinite) && layer.biases.allSatisfy(\.isFinite) && layer.largest.isFinite
        }
        guard isSound, layers.dropLast().allSatisfy({ $0.largest > 0 }) else { throw .value }
    }

    private static func shape(_ json: JSONValue) -> [Int] {
        guard case .object(let fields) = json else { return [] }
        return ["in", "out", "kernel", "stride", "dilation"].compactMap { key in
            if case .integer(let value)? = fields[key] { Int(exactly: value) } else { nil }
        }
    }

    private static func floats(_ shape: [Int]) -> Int {
        shape[0] * shape[1] * shape[2] * shape[2] + shape[1] + 1
    }

    fileprivate static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
    }
}

private struct FloatReader {
    let bytes: [UInt8]
    var offset: Int

    /// Floats that are left, -1 when the bytes do not divide.
    var left: Int { (bytes.count - offset) % 4 == 0 ? (bytes.count - offset) / 4 : -1 }

    mutating func take(_ count: Int) -> [Float] {
        defer { offset += 4 * count }
        return (0..<count).map {
            Float(bitPattern: DensityNetworkFile.word(bytes, at: offset + 4 * $0))
        }
    }
}

extension JSONValue {
    fileprivate var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}
