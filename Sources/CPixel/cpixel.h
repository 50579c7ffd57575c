// Steps of the pixel kernels for which Swift has no fast spelling. Header only: every function is compiled into the
// Swift module that calls it, for that module's processor (SSE2, AVX2 or NEON).
//
// Vectors of 32 pixels are the compiler's own; on a narrower machine it splits them. Intrinsics stand only where an
// instruction has no other spelling (sums of absolute differences, multiply-add, byte shuffles), with a plain loop for
// processors that lack it. All arithmetic is on integers: every spelling gives the same bits.
#pragma once

#include <stdint.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define CPIXEL_STEP static inline __attribute__((always_inline, unused))

typedef uint8_t cpixel_u8 __attribute__((ext_vector_type(32)));
typedef int8_t cpixel_i8 __attribute__((ext_vector_type(32)));
typedef uint16_t cpixel_u16 __attribute__((ext_vector_type(32)));
typedef uint64_t cpixel_words __attribute__((ext_vector_type(4)));
typedef int16_t cpixel_i16 __attribute__((ext_vector_type(32)));

#define CPIXEL_LOAD(TYPE, POINTER) \
    ({ \
        TYPE loaded_; \
        __builtin_memcpy(&loaded_, (POINTER), sizeof loaded_); \
        loaded_; \
    })
#define CPIXEL_STORE(POINTER, VALUE) \
    do { \
        __typeof__(VALUE) stored_ = (VALUE); \
        __builtin_memcpy((POINTER), &stored_, sizeof stored_); \
    } while (0)

// |a − b| of unsigned bytes.
#define CPIXEL_DISTANCE(A, B) (__builtin_elementwise_max((A), (B)) - __builtin_elementwise_min((A), (B)))
// A comparison of bytes as 0 or −1 per lane: `char` has no sign on some processors.
#define CPIXEL_TEST8(COMPARISON) (cpixel_i8)(COMPARISON)
// Whether any lane of 32 bytes is not 0.
#define CPIXEL_ANY(BYTES) \
    ({ \
        cpixel_words words_ = (cpixel_words)(BYTES); \
        ((words_[0] | words_[1]) | (words_[2] | words_[3])) != 0; \
    })
// `a` where `mask` (0 or −1 per lane) is set, else `b`.
#define CPIXEL_PICK(TYPE, MASK, A, B) ({ TYPE mask_ = (TYPE)(MASK); ((A) & mask_) | ((B) & ~mask_); })

#if defined(__x86_64__)
// Whether this processor, and the system on it, runs what `-march=x86-64-v3` compiles to.
CPIXEL_STEP int cpixel_runs_v3(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
        __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c") && __builtin_cpu_supports("lzcnt") &&
        __builtin_cpu_supports("movbe");
}

// Whether it has AVX-VNNI (leaf 7.1, EAX bit 4), whose registers are AVX's.
CPIXEL_STEP int cpixel_has_vnni(void) {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1u << 4)) != 0;
}

// Bit 0…7: SSE4.1, SSE4.2, AVX, AVX2, BMI2, FMA, AVX-512F, AVX-VNNI.
CPIXEL_STEP int cpixel_features(void) {
    __builtin_cpu_init();
    return (__builtin_cpu_supports("sse4.1") ? 1 : 0) | (__builtin_cpu_supports("sse4.2") ? 2 : 0) |
        (__builtin_cpu_supports("avx") ? 4 : 0) | (__builtin_cpu_supports("avx2") ? 8 : 0) |
        (__builtin_cpu_supports("bmi2") ? 16 : 0) | (__builtin_cpu_supports("fma") ? 32 : 0) |
        (__builtin_cpu_supports("avx512f") ? 64 : 0) | (cpixel_has_vnni() ? 128 : 0);
}
#endif
