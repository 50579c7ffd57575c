import Detectors
import Foundation
import PixelKernels
import Scene
import Testing

@Suite("The density network") struct DensityNetworkTests {
    private static let models = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "models/density")

    /// A network of `models/density`.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: models.appending(path: "network-\(name).bin")))
    }

    /// The program's network with a last layer that says a fifth of a person in each cell, whatever it is shown.
    static func everywhere() throws -> DensityNetworkFile {
        var bytes = try Self.bytes("rendered")
        // 32 weights, one bias, one largest activation.
        for index in bytes.count - 4 * 34..<bytes.count - 8 { bytes[index] = 0 }
        let bias = Float(log(exp(0.2) - 1)).bitPattern
        for byte in 0..<4 { bytes[bytes.count - 8 + byte] = UInt8(truncatingIfNeeded: bias >> (8 * byte)) }
        return try DensityNetworkFile(bytes: bytes)
    }

    /// Of a camera whose network is believed little, because it sees people everywhere: drawn rectangles, which have no heads,
    /// count by what differs from the background.
    static func unbelieved() throws -> CameraConfiguration {
        var configuration = CameraConfiguration(cameraID: "test")
        configuration.density.network = .init(path: "", sha256: "", file: try everywhere())
        return configuration
    }

    private static let size = (width: 75, height: 45)
    /// A picture that PyTorch was given too.
    private static let picture = (0..<size.width * size.height).map { index in
        let (x, y) = (index % size.width, index / size.width)
        return UInt8(truncatingIfNeeded: x * 7 + y * 13 + (x * y) % 31 * 3)
    }

    private func persons(_ file: DensityNetworkFile, _ arithmetic: DensityNetwork.Arithmetic) -> Double {
        let network = DensityNetwork(
            file: file, width: Self.size.width, height: Self.size.height, arithmetic: arithmetic)
        network.run(Self.picture, stride: Self.size.width)
        return (0..<network.columns * network.rows).reduce(0) { $0 + Double(network.cells[$1]) } / DensityNetwork.unit
    }

    @Test(
        "says what PyTorch says of the same picture, with floats and with whole numbers",
        arguments: [("rendered", 0.028185, 0.029101), ("research", 0.982389, 1.000576)])
    func agrees(name: String, floats: Double, bytes: Double) throws {
        let file = try DensityNetworkFile(bytes: Self.bytes(name))
        #expect(abs(persons(file, .floats) - floats) < min(0.0006, 0.004 * floats))
        // One activation may be rounded the other way.
        #expect(abs(persons(file, .bytes) - bytes) < 0.01 * bytes)
    }

    @Test("the program brings the network of models/density, whose card names its terms")
    func builtIn() throws {
        #expect(try DensityNetworkFile(bytes: Self.bytes("rendered")) == .builtIn)
        #expect(DensityNetworkFile.builtIn.terms == "rendered scenes only")
        #expect(try DensityNetworkFile(bytes: Self.bytes("research")).terms.contains("research"))
    }

    @Test("a file that is something else, cut short, of another shape or without numbers is refused by name")
    func refused() throws {
        let good = try Self.bytes("rendered")
        func refusal(_ bytes: [UInt8]) -> DensityNetworkFile.Refusal? {
            do throws(DensityNetworkFile.Refusal) { _ = try DensityNetworkFile(bytes: bytes) } catch { return error }
            return nil
        }
        #expect(refusal(Array("PK".utf8)) == .notNetwork && refusal([]) == .notNetwork)
        #expect(refusal(Array(good[..<40])) == .header)
        #expect(refusal(good.dropLast(4)) == .length && refusal(good + [0]) == .length)
        let text = String(decoding: good[12..<1200], as: UTF8.self)
        let dilation = try #require(text.range(of: "\"dilation\": 4"))
        var other = good
        other[12 + text.utf8.distance(from: text.startIndex, to: dilation.upperBound) - 1] = UInt8(ascii: "3")
        #expect(refusal(other) == .shape)
        var broken = good
        for index in broken.indices.suffix(8) { broken[index] = 0xFF }
        #expect(refusal(broken) == .value)
    }
}
