// The running median (`LumaKernels.insertSamples`), 16 pixels at a time.
#pragma once

#include "cpixel.h"

typedef uint8_t cpixel_lanes __attribute__((ext_vector_type(16)));

// Chunks whose samples are fetched while others are looked at: one chunk's samples are many cache lines apart from the
// next one's, and waiting for each in turn would take longer than the work.
#define CPIXEL_MEDIAN_GROUP 16

// Replaces (or appends, when `grows`) the samples in `slot` and counts anew.
//
// `below` counts the samples smaller than the median, `level` those equal to it. As long as the median's rank lies among
// the equal ones nothing else is read. Returns whether it no longer does for some lane.
CPIXEL_STEP int cpixel_count_sample(
    uint8_t *samples, const uint8_t *luma, const uint8_t *stand, const uint8_t *held, long slot, long filled, int grows,
    const uint8_t *median, uint8_t *below, uint8_t *level
) {
    typedef cpixel_lanes lanes;
    typedef uint64_t words __attribute__((ext_vector_type(2)));
    lanes is_held = (lanes)(CPIXEL_LOAD(lanes, held) != (lanes)0);
    lanes sample = (CPIXEL_LOAD(lanes, stand) & is_held) | (CPIXEL_LOAD(lanes, luma) & ~is_held);
    lanes old = CPIXEL_LOAD(lanes, samples + 16 * slot);
    CPIXEL_STORE(samples + 16 * slot, sample);
    lanes middle = CPIXEL_LOAD(lanes, median), less = CPIXEL_LOAD(lanes, below), equal = CPIXEL_LOAD(lanes, level);
    less -= (lanes)(sample < middle);
    equal -= (lanes)(sample == middle);
    if (!grows) {
        less += (lanes)(old < middle);
        equal += (lanes)(old == middle);
    }
    CPIXEL_STORE(below, less);
    CPIXEL_STORE(level, equal);
    lanes rank = (uint8_t)(filled / 2);
    words any = (words)((lanes)(less > rank) | (lanes)(less + equal <= rank));
    return (any[0] | any[1]) != 0;
}

// Moves the median of the lanes that need it to its neighbour in order, found in one pass over the samples.
CPIXEL_STEP void cpixel_move_median(
    const uint8_t *samples, long filled, uint8_t *median, uint8_t *below, uint8_t *level
) {
    typedef cpixel_lanes lanes;
    lanes middle = CPIXEL_LOAD(lanes, median), less = CPIXEL_LOAD(lanes, below), equal = CPIXEL_LOAD(lanes, level);
    lanes rank = (uint8_t)(filled / 2);
    lanes falls = (lanes)(less > rank), rises = (lanes)(less + equal <= rank);
    lanes lower = 0, upper = 255;
    for (long i = 0; i < filled; i++) {
        lanes value = CPIXEL_LOAD(lanes, samples + 16 * i);
        lanes is_less = (lanes)(value < middle), is_not_more = (lanes)(value <= middle);
        lower = __builtin_elementwise_max(lower, value & is_less);
        upper = __builtin_elementwise_min(upper, value | is_not_more);
    }
    lanes moved = (lower & falls) | (upper & rises) | (middle & ~(falls | rises));
    lanes count = 0;
    for (long i = 0; i < filled; i++) {
        count -= (lanes)(CPIXEL_LOAD(lanes, samples + 16 * i) == moved);
    }
    less = (less & ~(falls | rises)) | ((less - count) & falls) | ((less + equal) & rises);
    CPIXEL_STORE(median, moved);
    CPIXEL_STORE(below, less);
    CPIXEL_STORE(level, count);
}

// `chunks` whole chunks in a row; `held_samples` says how many samples each of them holds, and is brought up to date.
CPIXEL_STEP void cpixel_insert_samples(
    uint8_t *samples, long capacity, const uint8_t *luma, const uint8_t *stand, const uint8_t *held, long slot,
    long filled, uint8_t *median, uint8_t *below, uint8_t *level, uint8_t *held_samples, long chunks
) {
    long stride = 16 * capacity;
    for (long start = 0; start < chunks; start += CPIXEL_MEDIAN_GROUP) {
        long end = start + CPIXEL_MEDIAN_GROUP < chunks ? start + CPIXEL_MEDIAN_GROUP : chunks;
        uint32_t moves = 0;
        for (long chunk = start; chunk < end; chunk++) {
            long first = 16 * chunk, known = filled == 1 ? 0 : held_samples[chunk];
            uint8_t *own = samples + chunk * stride;
            if (chunk + CPIXEL_MEDIAN_GROUP < chunks) {
                __builtin_prefetch(own + CPIXEL_MEDIAN_GROUP * stride + 16 * slot, 1);
            }
            if (known == 0) {
                // The first sample is its own median.
                for (int lane = 0; lane < 16; lane++) {
                    median[first + lane] = held[first + lane] ? stand[first + lane] : luma[first + lane];
                    below[first + lane] = level[first + lane] = 0;
                }
            }
            int must_move = cpixel_count_sample(
                own, luma + first, stand + first, held + first, slot, filled, known < filled, median + first,
                below + first, level + first);
            held_samples[chunk] = (uint8_t)filled;
            if (must_move) {
                moves |= 1u << (chunk - start);
                for (long byte = 0; byte < 16 * filled; byte += 64) __builtin_prefetch(own + byte);
            }
        }
        for (long chunk = start; chunk < end; chunk++) {
            if (moves >> (chunk - start) & 1) {
                long first = 16 * chunk;
                cpixel_move_median(samples + chunk * stride, filled, median + first, below + first, level + first);
            }
        }
    }
}
