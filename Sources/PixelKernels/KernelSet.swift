/// The pixel kernels that this process runs, and their name for provenance.
///
/// Every kernel has one body, written so that the compiler turns it into vector code for the processor that it is
/// compiled for: chunked, scalar-shaped, wrapping operators, raw pointers, never more than 16 lanes. Integers only:
/// the same input gives the same bits on every machine.
public enum KernelSet {
    /// Compiled for the baseline of the architecture (SSE2 on x86-64, NEON on ARM64).
    public static let name = "baseline"
}

/// Kernels over 8-bit luma. A kernel reads and writes only what its parameters say, never beyond.
public enum Kernels {}

/// The same results as ``Kernels``, written in the most obvious way: what the tests compare with.
public enum ReferenceKernels {}
