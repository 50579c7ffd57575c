public import PixelKernelBodies

/// The kernels compiled for x86-64-v3 (AVX2, BMI, FMA): to be called only where the processor has it.
public let kernelsForV3: any LumaKernels.Type = V3Kernels.self

enum V3Kernels: LumaKernels {}
