// Squares of 16 or 8 pixels a side: differences and moments.
#pragma once

#include "cpixel.h"

// Sum of |a − b| over `rows` rows of `side` (8 or 16) pixels where `mask` (0 or 255) is set.
CPIXEL_STEP uint32_t cpixel_masked_difference(
    const uint8_t *a, const uint8_t *b, const uint8_t *mask, long stride, int side, int rows
) {
#if defined(__AVX2__)
    if (side == 16) {
        __m256i sums = _mm256_setzero_si256();
        for (int y = 0; y < rows; y += 2, a += 2 * stride, b += 2 * stride, mask += 2 * stride) {
            __m256i m = _mm256_loadu2_m128i((const __m128i *)(mask + stride), (const __m128i *)mask);
            __m256i p = _mm256_and_si256(m, _mm256_loadu2_m128i((const __m128i *)(a + stride), (const __m128i *)a));
            __m256i q = _mm256_and_si256(m, _mm256_loadu2_m128i((const __m128i *)(b + stride), (const __m128i *)b));
            sums = _mm256_add_epi32(sums, _mm256_sad_epu8(p, q));
        }
        __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        return (uint32_t)_mm_cvtsi128_si32(half) + (uint32_t)_mm_extract_epi16(half, 4);
    }
#endif
#if defined(__SSE2__)
    __m128i sums = _mm_setzero_si128();
    if (side == 16) {
        for (int y = 0; y < rows; y++, a += stride, b += stride, mask += stride) {
            __m128i m = _mm_loadu_si128((const __m128i *)mask);
            __m128i p = _mm_and_si128(m, _mm_loadu_si128((const __m128i *)a));
            __m128i q = _mm_and_si128(m, _mm_loadu_si128((const __m128i *)b));
            sums = _mm_add_epi32(sums, _mm_sad_epu8(p, q));
        }
    } else {
        for (int y = 0; y < rows; y++, a += stride, b += stride, mask += stride) {
            __m128i m = _mm_loadl_epi64((const __m128i *)mask);
            __m128i p = _mm_and_si128(m, _mm_loadl_epi64((const __m128i *)a));
            __m128i q = _mm_and_si128(m, _mm_loadl_epi64((const __m128i *)b));
            sums = _mm_add_epi32(sums, _mm_sad_epu8(p, q));
        }
    }
    return (uint32_t)_mm_cvtsi128_si32(sums) + (uint32_t)_mm_extract_epi16(sums, 4);
#elif defined(__aarch64__)
    uint32_t total = 0;
    for (int y = 0; y < rows; y++, a += stride, b += stride, mask += stride) {
        if (side == 16) {
            total += vaddlvq_u8(vandq_u8(vld1q_u8(mask), vabdq_u8(vld1q_u8(a), vld1q_u8(b))));
        } else {
            total += vaddlv_u8(vand_u8(vld1_u8(mask), vabd_u8(vld1_u8(a), vld1_u8(b))));
        }
    }
    return total;
#else
    uint32_t total = 0;
    for (int y = 0; y < rows; y++, a += stride, b += stride, mask += stride) {
        for (int x = 0; x < side; x++) total += mask[x] ? (a[x] > b[x] ? a[x] - b[x] : b[x] - a[x]) : 0;
    }
    return total;
#endif
}

// As above for the whole square, given up as soon as half of it is no smaller than `limit`.
CPIXEL_STEP uint32_t cpixel_masked_difference_below(
    const uint8_t *a, const uint8_t *b, const uint8_t *mask, long stride, int side, uint32_t limit
) {
    long half = (side / 2) * stride;
    uint32_t first = cpixel_masked_difference(a, b, mask, stride, side, side / 2);
    if (first >= limit) return first;
    return first + cpixel_masked_difference(a + half, b + half, mask + half, stride, side, side / 2);
}

// Sums, sums of squares and sum of products of two windows.
typedef struct {
    int32_t a, b, aa, bb, ab;
} cpixel_moments;

#if defined(__SSE2__)
CPIXEL_STEP int32_t cpixel_sum_of_lanes(__m128i lanes) {
    lanes = _mm_add_epi32(lanes, _mm_shuffle_epi32(lanes, 0x4E));
    lanes = _mm_add_epi32(lanes, _mm_shuffle_epi32(lanes, 0xB1));
    return _mm_cvtsi128_si32(lanes);
}
#endif

// Moments of the 16 pixels at `a` and `b`, added to `sums` for `rows` rows.
CPIXEL_STEP cpixel_moments cpixel_moments_of_16(const uint8_t *a, const uint8_t *b, long stride, long rows) {
    cpixel_moments sums = {0, 0, 0, 0, 0};
#if defined(__AVX2__)
    __m256i aa = _mm256_setzero_si256(), bb = aa, ab = aa;
    __m128i first = _mm_setzero_si128(), second = first;
    for (long y = 0; y < rows; y++) {
        __m128i bytes_p = _mm_loadu_si128((const __m128i *)(a + y * stride));
        __m128i bytes_q = _mm_loadu_si128((const __m128i *)(b + y * stride));
        __m256i p = _mm256_cvtepu8_epi16(bytes_p), q = _mm256_cvtepu8_epi16(bytes_q);
        first = _mm_add_epi32(first, _mm_sad_epu8(bytes_p, _mm_setzero_si128()));
        second = _mm_add_epi32(second, _mm_sad_epu8(bytes_q, _mm_setzero_si128()));
        aa = _mm256_add_epi32(aa, _mm256_madd_epi16(p, p));
        bb = _mm256_add_epi32(bb, _mm256_madd_epi16(q, q));
        ab = _mm256_add_epi32(ab, _mm256_madd_epi16(p, q));
    }
    sums.a = cpixel_sum_of_lanes(first);
    sums.b = cpixel_sum_of_lanes(second);
    sums.aa = cpixel_sum_of_lanes(_mm_add_epi32(_mm256_castsi256_si128(aa), _mm256_extracti128_si256(aa, 1)));
    sums.bb = cpixel_sum_of_lanes(_mm_add_epi32(_mm256_castsi256_si128(bb), _mm256_extracti128_si256(bb, 1)));
    sums.ab = cpixel_sum_of_lanes(_mm_add_epi32(_mm256_castsi256_si128(ab), _mm256_extracti128_si256(ab, 1)));
#elif defined(__SSE2__)
    const __m128i zero = _mm_setzero_si128();
    __m128i aa = zero, bb = zero, ab = zero, first = zero, second = zero;
    for (long y = 0; y < rows; y++) {
        __m128i p = _mm_loadu_si128((const __m128i *)(a + y * stride));
        __m128i q = _mm_loadu_si128((const __m128i *)(b + y * stride));
        first = _mm_add_epi32(first, _mm_sad_epu8(p, zero));
        second = _mm_add_epi32(second, _mm_sad_epu8(q, zero));
        __m128i low_p = _mm_unpacklo_epi8(p, zero), high_p = _mm_unpackhi_epi8(p, zero);
        __m128i low_q = _mm_unpacklo_epi8(q, zero), high_q = _mm_unpackhi_epi8(q, zero);
        aa = _mm_add_epi32(aa, _mm_add_epi32(_mm_madd_epi16(low_p, low_p), _mm_madd_epi16(high_p, high_p)));
        bb = _mm_add_epi32(bb, _mm_add_epi32(_mm_madd_epi16(low_q, low_q), _mm_madd_epi16(high_q, high_q)));
        ab = _mm_add_epi32(ab, _mm_add_epi32(_mm_madd_epi16(low_p, low_q), _mm_madd_epi16(high_p, high_q)));
    }
    sums.a = cpixel_sum_of_lanes(first);
    sums.b = cpixel_sum_of_lanes(second);
    sums.aa = cpixel_sum_of_lanes(aa);
    sums.bb = cpixel_sum_of_lanes(bb);
    sums.ab = cpixel_sum_of_lanes(ab);
#else
    typedef int32_t wide __attribute__((ext_vector_type(16)));
    typedef uint8_t bytes __attribute__((ext_vector_type(16)));
    wide first = 0, second = 0, aa = 0, bb = 0, ab = 0;
    for (long y = 0; y < rows; y++) {
        wide p = __builtin_convertvector(CPIXEL_LOAD(bytes, a + y * stride), wide);
        wide q = __builtin_convertvector(CPIXEL_LOAD(bytes, b + y * stride), wide);
        first += p;
        second += q;
        aa += p * p;
        bb += q * q;
        ab += p * q;
    }
    for (int lane = 0; lane < 16; lane++) {
        sums.a += first[lane];
        sums.b += second[lane];
        sums.aa += aa[lane];
        sums.bb += bb[lane];
        sums.ab += ab[lane];
    }
#endif
    return sums;
}
