import KernelTrials
import PixelKernelBodies
import PixelKernels

/// Runs every kernel of one set over some frames and prints what each has left behind: for tools that count their
/// instructions or compare processors.
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
        KernelTrial.runAll(frames: frames, on: TrialPlanes(), with: set.kernels) { print("\($0): \($1)") }
    }
}
