public import PixelKernelBodies
#if arch(x86_64)
    internal import PixelKernelsV3
    internal import PixelKernelsVNNI
    internal import CPixel
#endif
#if canImport(Glibc)
    internal import Glibc
#endif

/// The kernels of this architecture's baseline (SSE2 on x86-64, NEON on ARM64).
enum BaselineKernels: LumaKernels {}

/// The kernels that this process runs: chosen once, at the first use of any.
public let kernels: any LumaKernels.Type = KernelSet.current.kernels

/// A set of pixel kernels, compiled for one kind of processor. All sets give the same bits.
public enum KernelSet: String, Sendable, CaseIterable {
    /// The reference, written in the most obvious way; slow.
    case scalar
    /// x86-64 with SSE2.
    case baseline
    /// x86-64 with AVX2.
    case x86_64_v3 = "x86-64-v3"
    /// x86-64 with AVX2 and AVX-VNNI.
    case x86_64_v3_vnni = "x86-64-v3-vnni"
    /// ARM64.
    case neon

    /// The environment variable that overrides the choice.
    public static let variable = "VIGIE_KERNELS"

    /// What was asked for, else the fastest set that this processor can run; the fastest too when what was asked for is
    /// refused: programs say so at their start with ``checkOverride()``.
    public static let current: KernelSet = (try? chosen(override: environment)) ?? fastest

    /// Name of the chosen set, for provenance.
    public static var name: String { current.rawValue }

    /// The sets that this processor can run, ``scalar`` first, the fastest last.
    public static var available: [KernelSet] { allCases.filter(\.isAvailable) }

    /// - Throws: when the environment asks for a set that is unknown or that this processor cannot run.
    public static func checkOverride() throws(KernelSetError) { _ = try chosen(override: environment) }

    public var isAvailable: Bool {
        switch self {
        case .scalar: true
        #if arch(x86_64)
            case .baseline: true
            case .x86_64_v3: cpixel_runs_v3() != 0
            case .x86_64_v3_vnni: cpixel_runs_v3() != 0 && cpixel_has_vnni() != 0
            case .neon: false
        #else
            case .neon: true
            case .baseline, .x86_64_v3, .x86_64_v3_vnni: false
        #endif
        }
    }

    /// - Precondition: ``isAvailable``.
    public var kernels: any LumaKernels.Type {
        switch self {
        case .scalar: return ScalarKernels.self
        case .baseline, .neon: return BaselineKernels.self
        case .x86_64_v3, .x86_64_v3_vnni:
            #if arch(x86_64)
                return self == .x86_64_v3 ? kernelsForV3 : kernelsForVNNI
            #else
                preconditionFailure("x86-64 kernels on another architecture")
            #endif
        }
    }

    static var fastest: KernelSet { available.last ?? .scalar }

    /// The set of a name, the fastest without one.
    public static func chosen(override name: String?) throws(KernelSetError) -> KernelSet {
        guard let name, !name.isEmpty else { return fastest }
        guard let set = KernelSet(rawValue: name) else { throw KernelSetError(code: .unknown, name: name) }
        guard set.isAvailable else { throw KernelSetError(code: .unavailable, name: name) }
        return set
    }

    private static var environment: String? { getenv(variable).map { String(cString: $0) } }
}
