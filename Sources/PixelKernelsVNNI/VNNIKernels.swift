public import PixelKernelBodies

/// The kernels compiled for x86-64-v3 with AVX-VNNI (products of bytes summed in one step: Alder Lake, Zen 5 and later): to
/// be called only where the processor has both.
public let kernelsForVNNI: any LumaKernels.Type = VNNIKernels.self

enum VNNIKernels: LumaKernels {}
