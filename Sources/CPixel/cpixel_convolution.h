// Rows of convolutions: the density network's layers. The lanes of a vector are outputs, so that every sum has one order
// whatever the processor; products of floats are rounded before they are added, never fused.
#pragma once

#include <stddef.h>

#include "cpixel.h"

typedef float cpixel_f8 __attribute__((ext_vector_type(8)));
typedef int32_t cpixel_i32x8 __attribute__((ext_vector_type(8)));
typedef int32_t cpixel_i32x16 __attribute__((ext_vector_type(16)));
typedef int16_t cpixel_i16x16 __attribute__((ext_vector_type(16)));

// sums[o] += a[0…3] · weights[4 o … 4 o + 3] for eight outputs; no two products of neighbours exceed 16 bits.
CPIXEL_STEP cpixel_i32x8 cpixel_dot4(cpixel_i32x8 sums, const uint8_t *a, cpixel_i8 weights) {
    uint32_t four;
    __builtin_memcpy(&four, a, sizeof four);
#if defined(__AVXVNNI__)
    return (cpixel_i32x8)_mm256_dpbusd_avx_epi32((__m256i)sums, _mm256_set1_epi32((int)four), (__m256i)weights);
#elif defined(__AVX2__)
    __m256i pairs = _mm256_maddubs_epi16(_mm256_set1_epi32((int)four), (__m256i)weights);
    return sums + (cpixel_i32x8)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
#else
    typedef uint32_t words __attribute__((ext_vector_type(8)));
    cpixel_u8 bytes = (cpixel_u8)(words)(four);
    cpixel_i16 products =
        __builtin_convertvector(bytes, cpixel_i16) * __builtin_convertvector(weights, cpixel_i16);
    cpixel_i16x16 pairs = products.even + products.odd;
    cpixel_i32x16 wide = __builtin_convertvector(pairs, cpixel_i32x16);
    return sums + wide.even + wide.odd;
#endif
}

// Eight sums as activations: scaled, shifted, rounded to even, 0…127.
CPIXEL_STEP void cpixel_activate(cpixel_i32x8 sums, const float *scales, const float *shifts, uint8_t *out) {
#pragma clang fp contract(off)
    cpixel_f8 scaled = __builtin_convertvector(sums, cpixel_f8) * CPIXEL_LOAD(cpixel_f8, scales);
    cpixel_f8 value = scaled + CPIXEL_LOAD(cpixel_f8, shifts);
    value = __builtin_elementwise_min(__builtin_elementwise_max(value, (cpixel_f8)0.0f), (cpixel_f8)127.0f);
    // Adding and taking away 1.5 × 2²³ rounds to even without an instruction for it.
    cpixel_f8 rounded = value + (cpixel_f8)12582912.0f;
    cpixel_i32x8 whole = (cpixel_i32x8)rounded & (cpixel_i32x8)0xFF;
    typedef uint8_t bytes __attribute__((ext_vector_type(8)));
    CPIXEL_STORE(out, __builtin_convertvector(whole, bytes));
}

// Pixels side by side for 2, 3 and 4 vectors of outputs: as many sums as the registers hold beside what a step needs.
#if defined(__AVXVNNI__)
#define CPIXEL_PIXELS_2 6
#define CPIXEL_PIXELS_3 4
#define CPIXEL_PIXELS_4 3
#else
#define CPIXEL_PIXELS_2 4
#define CPIXEL_PIXELS_3 3
#define CPIXEL_PIXELS_4 2
#endif

// VECTORS × 8 outputs of PIXELS neighbours.
#define CPIXEL_CONVOLVE_BYTES(VECTORS, PIXELS, NAME) \
    CPIXEL_STEP void cpixel_convolve_bytes_##VECTORS##_##NAME( \
        const uint8_t *in, ptrdiff_t step, const int32_t *offsets, ptrdiff_t groups, const int8_t *weights, \
        const float *scales, const float *shifts, uint8_t *out, ptrdiff_t channels) { \
        cpixel_i32x8 sums[PIXELS][VECTORS]; \
        for (int p = 0; p < PIXELS; p++) \
            for (int v = 0; v < VECTORS; v++) sums[p][v] = 0; \
        for (ptrdiff_t k = 0; k < groups; k++) { \
            const uint8_t *first = in + offsets[k]; \
            cpixel_i8 w[VECTORS]; \
            for (int v = 0; v < VECTORS; v++) w[v] = CPIXEL_LOAD(cpixel_i8, weights + (k * VECTORS + v) * 32); \
            _Pragma("clang loop unroll(full)") for (int p = 0; p < PIXELS; p++) \
                _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++) \
                    sums[p][v] = cpixel_dot4(sums[p][v], first + p * step, w[v]); \
        } \
        for (int p = 0; p < PIXELS; p++) \
            for (int v = 0; v < VECTORS; v++) \
                cpixel_activate(sums[p][v], scales + 8 * v, shifts + 8 * v, out + p * channels + 8 * v); \
    }

#define CPIXEL_CONVOLVE_FLOATS(VECTORS, PIXELS, NAME) \
    CPIXEL_STEP void cpixel_convolve_floats_##VECTORS##_##NAME( \
        const float *in, ptrdiff_t step, const int32_t *offsets, ptrdiff_t taps, const float *weights, \
        const float *biases, float largest, float *out, ptrdiff_t channels) { \
        _Pragma("clang fp contract(off)") cpixel_f8 sums[PIXELS][VECTORS]; \
        for (int p = 0; p < PIXELS; p++) \
            for (int v = 0; v < VECTORS; v++) sums[p][v] = CPIXEL_LOAD(cpixel_f8, biases + 8 * v); \
        for (ptrdiff_t k = 0; k < taps; k++) { \
            const float *first = in + offsets[k]; \
            cpixel_f8 w[VECTORS]; \
            for (int v = 0; v < VECTORS; v++) w[v] = CPIXEL_LOAD(cpixel_f8, weights + (k * VECTORS + v) * 8); \
            _Pragma("clang loop unroll(full)") for (int p = 0; p < PIXELS; p++) \
                _Pragma("clang loop unroll(full)") for (int v = 0; v < VECTORS; v++) { \
                    cpixel_f8 product = (cpixel_f8)first[p * step] * w[v]; \
                    sums[p][v] = sums[p][v] + product; \
                } \
        } \
        for (int p = 0; p < PIXELS; p++) \
            for (int v = 0; v < VECTORS; v++) { \
                cpixel_f8 value = __builtin_elementwise_max(sums[p][v], (cpixel_f8)0.0f); \
                value = __builtin_elementwise_min(value, (cpixel_f8)largest); \
                CPIXEL_STORE(out + p * channels + 8 * v, value); \
            } \
    }

CPIXEL_CONVOLVE_BYTES(2, 1, one)
CPIXEL_CONVOLVE_BYTES(2, CPIXEL_PIXELS_2, many)
CPIXEL_CONVOLVE_BYTES(3, 1, one)
CPIXEL_CONVOLVE_BYTES(3, CPIXEL_PIXELS_3, many)
CPIXEL_CONVOLVE_BYTES(4, 1, one)
CPIXEL_CONVOLVE_BYTES(4, CPIXEL_PIXELS_4, many)
CPIXEL_CONVOLVE_FLOATS(2, 1, one)
CPIXEL_CONVOLVE_FLOATS(2, 4, many)
CPIXEL_CONVOLVE_FLOATS(3, 1, one)
CPIXEL_CONVOLVE_FLOATS(3, 3, many)
CPIXEL_CONVOLVE_FLOATS(4, 1, one)
CPIXEL_CONVOLVE_FLOATS(4, 2, many)

// A row of `count` pixels. The last block overlaps the one before it: the same bytes are written again. A pixel's surplus
// outputs are zeros and fall into the next pixel, which is written after.
#define CPIXEL_CONVOLVE_ROW(STEPS, VECTORS, PIXELS, ARGUMENTS) \
    do { \
        if (count < PIXELS) { \
            for (ptrdiff_t x = 0; x < count; x++) STEPS##_##VECTORS##_one ARGUMENTS; \
            break; \
        } \
        for (ptrdiff_t next = 0; next < count; next += PIXELS) { \
            ptrdiff_t x = next + PIXELS <= count ? next : count - PIXELS; \
            STEPS##_##VECTORS##_many ARGUMENTS; \
        } \
    } while (0)

CPIXEL_STEP void cpixel_convolve_bytes(
    const uint8_t *in, ptrdiff_t step, const int32_t *offsets, ptrdiff_t groups, const int8_t *weights,
    const float *scales, const float *shifts, uint8_t *out, ptrdiff_t channels, ptrdiff_t vectors, ptrdiff_t count) {
#define CPIXEL_ARGUMENTS (in + x * step, step, offsets, groups, weights, scales, shifts, out + x * channels, channels)
    switch (vectors) {
    case 2: CPIXEL_CONVOLVE_ROW(cpixel_convolve_bytes, 2, CPIXEL_PIXELS_2, CPIXEL_ARGUMENTS); break;
    case 3: CPIXEL_CONVOLVE_ROW(cpixel_convolve_bytes, 3, CPIXEL_PIXELS_3, CPIXEL_ARGUMENTS); break;
    default: CPIXEL_CONVOLVE_ROW(cpixel_convolve_bytes, 4, CPIXEL_PIXELS_4, CPIXEL_ARGUMENTS); break;
    }
#undef CPIXEL_ARGUMENTS
}

CPIXEL_STEP void cpixel_convolve_floats(
    const float *in, ptrdiff_t step, const int32_t *offsets, ptrdiff_t taps, const float *weights,
    const float *biases, float largest, float *out, ptrdiff_t channels, ptrdiff_t vectors, ptrdiff_t count) {
#define CPIXEL_ARGUMENTS (in + x * step, step, offsets, taps, weights, biases, largest, out + x * channels, channels)
    switch (vectors) {
    case 2: CPIXEL_CONVOLVE_ROW(cpixel_convolve_floats, 2, 4, CPIXEL_ARGUMENTS); break;
    case 3: CPIXEL_CONVOLVE_ROW(cpixel_convolve_floats, 3, 3, CPIXEL_ARGUMENTS); break;
    default: CPIXEL_CONVOLVE_ROW(cpixel_convolve_floats, 4, 2, CPIXEL_ARGUMENTS); break;
    }
#undef CPIXEL_ARGUMENTS
}
