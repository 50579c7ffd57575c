// Sums, box means and cell counts along rows.
#pragma once

#include "cpixel.h"

// Sum of |a − b| over `count` pixels.
CPIXEL_STEP uint64_t cpixel_sum_of_differences(const uint8_t *a, const uint8_t *b, long count) {
    uint64_t total = 0;
    long i = 0;
#if defined(__AVX2__)
    __m256i sums = _mm256_setzero_si256();
    for (; i + 32 <= count; i += 32) {
        __m256i p = _mm256_loadu_si256((const __m256i *)(a + i));
        __m256i q = _mm256_loadu_si256((const __m256i *)(b + i));
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(p, q));
    }
    uint64_t lanes[4];
    __builtin_memcpy(lanes, &sums, sizeof lanes);
    total = lanes[0] + lanes[1] + lanes[2] + lanes[3];
#elif defined(__SSE2__)
    __m128i sums = _mm_setzero_si128();
    for (; i + 16 <= count; i += 16) {
        __m128i p = _mm_loadu_si128((const __m128i *)(a + i));
        __m128i q = _mm_loadu_si128((const __m128i *)(b + i));
        sums = _mm_add_epi64(sums, _mm_sad_epu8(p, q));
    }
    uint64_t lanes[2];
    __builtin_memcpy(lanes, &sums, sizeof lanes);
    total = lanes[0] + lanes[1];
#elif defined(__ARM_NEON)
    for (; i + 16 <= count; i += 16) total += vaddlvq_u8(vabdq_u8(vld1q_u8(a + i), vld1q_u8(b + i)));
#endif
    for (; i < count; i++) total += a[i] > b[i] ? a[i] - b[i] : b[i] - a[i];
    return total;
}

#if defined(__AVX2__)
// Sums of five neighbouring triples in each half, added to `sum`: neighbours as pairs, the third one alone.
CPIXEL_STEP void cpixel_add_triples(const uint8_t *row, __m256i *sum) {
    const __m256i pairs = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 3, 4, 6, 7, 9, 10, 12, 13, -1, -1, -1, -1, -1, -1));
    const __m256i thirds = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(2, -1, 5, -1, 8, -1, 11, -1, 14, -1, -1, -1, -1, -1, -1, -1));
    __m256i bytes = _mm256_loadu2_m128i((const __m128i *)(row + 15), (const __m128i *)row);
    __m256i both = _mm256_maddubs_epi16(_mm256_shuffle_epi8(bytes, pairs), _mm256_set1_epi8(1));
    *sum = _mm256_add_epi16(*sum, _mm256_add_epi16(both, _mm256_shuffle_epi8(bytes, thirds)));
}

// Ten means; reads 31 bytes of each row and writes 13, of which the last three mean nothing.
CPIXEL_STEP void cpixel_mean3_of_10(
    const uint8_t *top, const uint8_t *middle, const uint8_t *bottom, uint8_t *out
) {
    const __m256i join = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 2, 4, 6, 8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1));
    __m256i sum = _mm256_set1_epi16(4);
    cpixel_add_triples(top, &sum);
    cpixel_add_triples(middle, &sum);
    cpixel_add_triples(bottom, &sum);
    __m256i bytes = _mm256_shuffle_epi8(_mm256_mulhi_epu16(sum, _mm256_set1_epi16(7282)), join);
    _mm_storel_epi64((__m128i *)out, _mm256_castsi256_si128(bytes));
    _mm_storel_epi64((__m128i *)(out + 5), _mm256_extracti128_si256(bytes, 1));
}
#endif

// One row of 3×3 means from three source rows, rounded half up; returns how many of `count` outputs were written, the
// caller completes the row. Reads no further than 3 × `count` pixels of each row.
//
// Division by 9 is a multiplication: exact for every sum up to 9 × 255 + 4 (7282 × 9 = 2¹⁶ + 2).
CPIXEL_STEP long cpixel_mean3(
    const uint8_t *top, const uint8_t *middle, const uint8_t *bottom, uint8_t *out, long count
) {
    long x = 0;
#if defined(__AVX2__)
    // A step reads 31 bytes of each row and writes 5 + 8: it stops early enough for both.
    for (; x + 13 <= count; x += 10) cpixel_mean3_of_10(top + 3 * x, middle + 3 * x, bottom + 3 * x, out + x);
    while (x < count && count >= 10) {
        // The rest by way of a copy, the last ten overlapping what is done.
        uint8_t rows[3][32] = {{0}}, means[16];
        long at = x + 10 > count ? count - 10 : x;
        __builtin_memcpy(rows[0], top + 3 * at, 30);
        __builtin_memcpy(rows[1], middle + 3 * at, 30);
        __builtin_memcpy(rows[2], bottom + 3 * at, 30);
        cpixel_mean3_of_10(rows[0], rows[1], rows[2], means);
        __builtin_memcpy(out + at, means, 10);
        x = at + 10;
    }
#else
    typedef uint8_t bytes __attribute__((ext_vector_type(16)));
    typedef uint16_t words __attribute__((ext_vector_type(16)));
    for (; x + 16 <= count; x += 16) {
        uint16_t sums[48];
        for (int part = 0; part < 48; part += 16) {
            words a = __builtin_convertvector(CPIXEL_LOAD(bytes, top + 3 * x + part), words);
            words b = __builtin_convertvector(CPIXEL_LOAD(bytes, middle + 3 * x + part), words);
            words c = __builtin_convertvector(CPIXEL_LOAD(bytes, bottom + 3 * x + part), words);
            CPIXEL_STORE(sums + part, a + b + c);
        }
        for (int lane = 0; lane < 16; lane++) {
            uint32_t sum = (uint32_t)sums[3 * lane] + sums[3 * lane + 1] + sums[3 * lane + 2] + 4;
            out[x + lane] = (uint8_t)((sum * 7282) >> 16);
        }
    }
#endif
    return x;
}

// One row of 2×2 means; as above.
CPIXEL_STEP long cpixel_mean2(const uint8_t *top, const uint8_t *bottom, uint8_t *out, long count) {
    typedef uint16_t pairs __attribute__((ext_vector_type(16)));
    typedef uint8_t bytes __attribute__((ext_vector_type(16)));
    long x = 0;
    for (; x + 16 <= count; x += 16) {
        pairs a = CPIXEL_LOAD(pairs, top + 2 * x), b = CPIXEL_LOAD(pairs, bottom + 2 * x);
        pairs sum = (a & 0xFF) + (a >> 8) + (b & 0xFF) + (b >> 8);
        CPIXEL_STORE(out + x, __builtin_convertvector((sum + 2) >> 2, bytes));
    }
    return x;
}

// One row of 4×4 means of the rows at `top` and the three below; as above.
CPIXEL_STEP long cpixel_mean4(const uint8_t *top, long stride, uint8_t *out, long count) {
    typedef uint32_t quads __attribute__((ext_vector_type(8)));
    typedef uint8_t bytes __attribute__((ext_vector_type(8)));
    long x = 0;
    for (; x + 8 <= count; x += 8) {
        quads pairs = 0;
        for (int row = 0; row < 4; row++) {
            quads a = CPIXEL_LOAD(quads, top + row * stride + 4 * x);
            pairs += (a & 0x00FF00FF) + ((a >> 8) & 0x00FF00FF);
        }
        quads sum = (pairs & 0xFFFF) + (pairs >> 16) + 8;
        CPIXEL_STORE(out + x, __builtin_convertvector(sum >> 4, bytes));
    }
    return x;
}

// Moves each of 32 pixels' noise one step toward eight times |luma − expected|, where state ≤ limit.
CPIXEL_STEP void cpixel_update_noise(
    const uint8_t *luma, const uint8_t *expected, const uint8_t *state, uint8_t limit, uint8_t *noise
) {
    cpixel_u8 value = CPIXEL_LOAD(cpixel_u8, luma), wanted = CPIXEL_LOAD(cpixel_u8, expected);
    cpixel_u8 kind = CPIXEL_LOAD(cpixel_u8, state), old = CPIXEL_LOAD(cpixel_u8, noise);
    cpixel_u8 distance = __builtin_elementwise_min(CPIXEL_DISTANCE(value, wanted), (cpixel_u8)31) << 3;
    cpixel_u8 moved = old - (cpixel_u8)(distance > old) + (cpixel_u8)(distance < old);
    CPIXEL_STORE(noise, CPIXEL_PICK(cpixel_u8, kind <= (cpixel_u8)limit, moved, old));
}

// Gradient change of the first pixels of a row, from rows of a − b with a neighbour on either side; 255 where it is
// above the threshold. Returns how many were written, a multiple of 32.
CPIXEL_STEP long cpixel_gradient_change(
    const int16_t *above, const int16_t *centre, const int16_t *below, int16_t threshold, uint8_t *mask, long count
) {
    long x = 0;
    for (; x + 32 <= count; x += 32) {
        cpixel_i16 dx = CPIXEL_LOAD(cpixel_i16, centre + x + 1) - CPIXEL_LOAD(cpixel_i16, centre + x - 1);
        cpixel_i16 dy = CPIXEL_LOAD(cpixel_i16, below + x) - CPIXEL_LOAD(cpixel_i16, above + x);
        cpixel_i16 change = __builtin_elementwise_abs(dx) + __builtin_elementwise_abs(dy);
        CPIXEL_STORE(mask + x, __builtin_convertvector(change > (cpixel_i16)threshold, cpixel_i8));
    }
    return x;
}

// Eight byte counters to the sum of each group of eight: one 8×8 cell each.
CPIXEL_STEP void cpixel_cell_sums(const cpixel_u8 *counters, uint8_t *cells) {
#if defined(__AVX2__)
    uint64_t sums[4];
    __m256i lanes = _mm256_sad_epu8((__m256i)*counters, _mm256_setzero_si256());
    __builtin_memcpy(sums, &lanes, sizeof sums);
    for (int cell = 0; cell < 4; cell++) cells[cell] = (uint8_t)sums[cell];
#else
    uint64_t words[4];
    __builtin_memcpy(words, counters, sizeof words);
    for (int cell = 0; cell < 4; cell++) cells[cell] = (uint8_t)((words[cell] * 0x0101010101010101u) >> 56);
#endif
}

// What the pixels of four neighbouring 8×8 cells are: counts of state bit 0, state bit 1, gradient bit 0, and of pixels
// that differ from the previous picture by more than `threshold`.
CPIXEL_STEP void cpixel_pool_four_cells(
    const uint8_t *state, const uint8_t *gradient, const uint8_t *luma, const uint8_t *previous, long stride,
    uint8_t threshold, uint8_t *moving, uint8_t *still, uint8_t *changed, uint8_t *flicker
) {
    cpixel_u8 sums[4] = {0, 0, 0, 0};
    for (long y = 0; y < 8; y++) {
        cpixel_u8 kind = CPIXEL_LOAD(cpixel_u8, state + y * stride);
        cpixel_u8 edge = CPIXEL_LOAD(cpixel_u8, gradient + y * stride);
        cpixel_u8 now = CPIXEL_LOAD(cpixel_u8, luma + y * stride);
        cpixel_u8 before = CPIXEL_LOAD(cpixel_u8, previous + y * stride);
        sums[0] += kind & 1;
        sums[1] += (kind >> 1) & 1;
        sums[2] += edge & 1;
        sums[3] -= (cpixel_u8)(CPIXEL_DISTANCE(now, before) > (cpixel_u8)threshold);
    }
    cpixel_cell_sums(&sums[0], moving);
    cpixel_cell_sums(&sums[1], still);
    cpixel_cell_sums(&sums[2], changed);
    cpixel_cell_sums(&sums[3], flicker);
}

// A row of at least four cells; the last step overlaps the one before where `columns` is no multiple of four.
CPIXEL_STEP void cpixel_pool_cells(
    const uint8_t *state, const uint8_t *gradient, const uint8_t *luma, const uint8_t *previous, long stride,
    uint8_t threshold, uint8_t *moving, uint8_t *still, uint8_t *changed, uint8_t *flicker, long columns
) {
    for (long column = 0; column < columns; column += 4) {
        long cell = column > columns - 4 ? columns - 4 : column, pixel = 8 * cell;
        cpixel_pool_four_cells(
            state + pixel, gradient + pixel, luma + pixel, previous + pixel, stride, threshold, moving + cell,
            still + cell, changed + cell, flicker + cell);
    }
}

// Sums of |Laplacian| and |∂x| + |∂y| of the `count` inner pixels of one row, `row` at the first of them; returns how
// many were taken, a multiple of 32.
CPIXEL_STEP long cpixel_sharpness_row(
    const uint8_t *row, long stride, long count, uint64_t *laplacian, uint64_t *gradient
) {
    long x = 0;
    while (x + 32 <= count) {
        // 32 × 1020 fits 16 bits.
        cpixel_u16 curves = 0, slopes = 0;
        for (int step = 0; step < 32 && x + 32 <= count; step++, x += 32) {
            cpixel_i16 left = __builtin_convertvector(CPIXEL_LOAD(cpixel_u8, row + x - 1), cpixel_i16);
            cpixel_i16 right = __builtin_convertvector(CPIXEL_LOAD(cpixel_u8, row + x + 1), cpixel_i16);
            cpixel_i16 up = __builtin_convertvector(CPIXEL_LOAD(cpixel_u8, row + x - stride), cpixel_i16);
            cpixel_i16 down = __builtin_convertvector(CPIXEL_LOAD(cpixel_u8, row + x + stride), cpixel_i16);
            cpixel_i16 centre = __builtin_convertvector(CPIXEL_LOAD(cpixel_u8, row + x), cpixel_i16);
            cpixel_i16 curve = left + right + up + down - (centre << 2);
            curves += (cpixel_u16)(__builtin_elementwise_abs(curve));
            slopes += (cpixel_u16)(__builtin_elementwise_abs(right - left) + __builtin_elementwise_abs(down - up));
        }
        for (int lane = 0; lane < 32; lane++) {
            *laplacian += curves[lane];
            *gradient += slopes[lane];
        }
    }
    return x;
}
