import KernelTrials
import PixelKernelBodies
import PixelKernels

/// Runs every kernel of one set over some frames, so that a tool can count their instructions.
///
/// usage: kernel-driver SET FRAMES
@main
struct KernelDriver {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let set = KernelSet(rawValue: arguments[1]), set.isAvailable,
            let frames = Int(arguments[2]), frames > 0
        else {
            let names = KernelSet.available.map(\.rawValue).joined(separator: "|")
            print("usage: kernel-driver \(names) FRAMES")
            fatalError("bad arguments")
        }
        let planes = TrialPlanes()
        for trial in KernelTrial.all() {
            for _ in 0..<frames { trial.run(planes, set.kernels) }
        }
    }
}
