import KernelTrials
import PixelKernelBodies
import PixelKernels
import Testing

@Suite struct AlignmentTests {
    @Test(
        "every kernel writes what its reference writes, wherever in a cache line the planes begin",
        arguments: KernelSet.available.filter { $0 != .scalar })
    func everyAlignment(set: KernelSet) {
        let reference = Self.digests(of: .scalar, shift: 0)
        #expect(reference.count >= 20)
        for shift in 0..<64 {
            let found = Self.digests(of: set, shift: shift)
            for (name, digest) in reference {
                #expect(found[name] == digest, "\(name), shift \(shift)")
            }
        }
    }

    /// What each kernel leaves behind after two frames. The running median keeps its samples in a memory of its own.
    private static func digests(of set: KernelSet, shift: Int) -> [String: UInt64] {
        let planes = TrialPlanes(shift: shift)
        var digests: [String: UInt64] = [:]
        for trial in KernelTrial.all() where !trial.name.hasPrefix("median ring") {
            for _ in 0..<2 { trial.run(planes, set.kernels) }
            digests[trial.name] = planes.digest
        }
        return digests
    }
}
