// The two-layer update (`LumaKernels.updateLayers`).
#pragma once

#include "cpixel_rows.h"

typedef struct {
    uint8_t *candidate;
    uint16_t *age, *missing;
    uint8_t *steady, *noise, *state, *support;
} cpixel_layer_planes;

typedef struct {
    uint16_t ticks, young, forget, still, settle;
    uint8_t floor, noise_limit;
} cpixel_layer_limits;

CPIXEL_STEP void cpixel_update_32_layers(
    const uint8_t *luma, const uint8_t *previous, const uint8_t *expected, cpixel_layer_planes planes, long i,
    cpixel_layer_limits limits
) {
    cpixel_u8 value = CPIXEL_LOAD(cpixel_u8, luma + i), noise = CPIXEL_LOAD(cpixel_u8, planes.noise + i);
    cpixel_u8 candidate = CPIXEL_LOAD(cpixel_u8, planes.candidate + i);
    cpixel_u8 wanted = CPIXEL_LOAD(cpixel_u8, expected + i);
    // 3.7 × median: 15/32 of an eighth of a grey level.
    cpixel_u8 noisy = (noise >> 2) + (noise >> 3) + (noise >> 4) + (noise >> 5);
    cpixel_u8 threshold = __builtin_elementwise_min(
        __builtin_elementwise_max(noisy, (cpixel_u8)limits.floor), (cpixel_u8)63);
    cpixel_i8 is_fore = CPIXEL_TEST8(CPIXEL_DISTANCE(value, wanted) > threshold);

    uint8_t step = limits.ticks > 255 ? 255 : (uint8_t)limits.ticks;
    cpixel_u8 steady = __builtin_elementwise_add_sat(CPIXEL_LOAD(cpixel_u8, planes.steady + i), (cpixel_u8)step);
    cpixel_i8 is_steady = CPIXEL_TEST8(
        CPIXEL_DISTANCE(value, CPIXEL_LOAD(cpixel_u8, previous + i)) <= (threshold >> 1) + 1);
    steady &= (cpixel_u8)(is_steady);
    CPIXEL_STORE(planes.steady + i, steady);

    cpixel_u16 age = CPIXEL_LOAD(cpixel_u16, planes.age + i), ticks = limits.ticks;
    cpixel_u16 unseen = __builtin_elementwise_add_sat(CPIXEL_LOAD(cpixel_u16, planes.missing + i), ticks);
    cpixel_u16 fall = limits.ticks > 16383 ? 65535 : (uint16_t)(limits.ticks * 4);
    cpixel_i16 is_forgotten = unseen > (cpixel_u16)limits.forget;
    cpixel_u16 back_age = __builtin_elementwise_sub_sat(age, fall) & (cpixel_u16)(~is_forgotten);
    cpixel_u8 state = 0;
    if (CPIXEL_ANY(is_fore)) {
        cpixel_i8 is_other = is_fore & CPIXEL_TEST8(CPIXEL_DISTANCE(value, candidate) > threshold);
        cpixel_i8 is_front = is_fore & ~is_other;
        cpixel_i16 fore = __builtin_convertvector(is_fore, cpixel_i16);
        cpixel_i16 front = __builtin_convertvector(is_front, cpixel_i16);
        cpixel_u16 grown = __builtin_elementwise_add_sat(age, ticks);
        cpixel_u16 wait = __builtin_elementwise_min(
            __builtin_elementwise_max(age >> 2, (cpixel_u16)limits.settle), (cpixel_u16)255);
        cpixel_u16 since = __builtin_convertvector(steady, cpixel_u16);
        cpixel_i16 is_renewed = is_forgotten | (age < (cpixel_u16)limits.young) | (since >= wait);
        cpixel_u16 other_age = CPIXEL_PICK(cpixel_u16, is_renewed, since, age);
        cpixel_u16 fore_age = CPIXEL_PICK(cpixel_u16, front, grown, other_age);
        CPIXEL_STORE(planes.age + i, CPIXEL_PICK(cpixel_u16, fore, fore_age, back_age));
        cpixel_i16 is_seen = front | (fore & is_renewed);
        CPIXEL_STORE(planes.missing + i, unseen & (cpixel_u16)(~is_seen));

        cpixel_i8 is_still = is_front & __builtin_convertvector(grown >= (cpixel_u16)limits.still, cpixel_i8);
        state = (cpixel_u8)(is_fore & 1) + (cpixel_u8)(is_still & 1);
        cpixel_i8 renews = is_other & __builtin_convertvector(is_renewed, cpixel_i8);
        cpixel_i8 drift = is_front & (CPIXEL_TEST8(value < candidate) - CPIXEL_TEST8(value > candidate));
        cpixel_u8 followed = candidate + (cpixel_u8)(drift);
        CPIXEL_STORE(planes.candidate + i, CPIXEL_PICK(cpixel_u8, renews, value, followed));
    } else {
        // The rule where nothing happens: the candidate is only forgotten.
        CPIXEL_STORE(planes.age + i, back_age);
        CPIXEL_STORE(planes.missing + i, unseen);
    }
    CPIXEL_STORE(planes.state + i, state);

    cpixel_u8 support = CPIXEL_LOAD(cpixel_u8, planes.support + i);
    cpixel_u8 supported = __builtin_elementwise_add_sat(support, (cpixel_u8)step);
    CPIXEL_STORE(planes.support + i, CPIXEL_PICK(cpixel_u8, is_fore, support, supported));
    if (limits.noise_limit < 2) {
        cpixel_update_noise(luma + i, expected + i, planes.state + i, limits.noise_limit, planes.noise + i);
    }
}

// The first pixels, whole steps of 32; returns how many.
CPIXEL_STEP long cpixel_update_layers(
    const uint8_t *luma, const uint8_t *previous, const uint8_t *expected, const cpixel_layer_planes *planes,
    const cpixel_layer_limits *limits, long count
) {
    cpixel_layer_planes own_planes = *planes;
    cpixel_layer_limits own_limits = *limits;
    long i = 0;
    for (; i + 32 <= count; i += 32) cpixel_update_32_layers(luma, previous, expected, own_planes, i, own_limits);
    return i;
}
