#if arch(x86_64)
    internal import CPixel
#endif

/// What the processor offers to kernels.
public enum ProcessorFeatures {
    /// Names of the instruction sets found, in the order in which they appeared.
    public static var names: [String] {
        #if arch(x86_64)
            let known = ["sse4.1", "sse4.2", "avx", "avx2", "bmi2", "fma", "avx512f", "avxvnni"]
            let found = cpixel_features()
            return ["sse2"] + known.enumerated().filter { found & (1 << $0.offset) != 0 }.map(\.element)
        #else
            return ["neon"]
        #endif
    }
}
