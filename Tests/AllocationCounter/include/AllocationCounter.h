#ifndef VIGIE_ALLOCATION_COUNTER_H
#define VIGIE_ALLOCATION_COUNTER_H

#include <stdbool.h>

// Counts the calls of malloc, calloc, realloc and the aligned allocators that one thread makes. The program that links
// this has its own malloc, which hands everything on to the C library's: glibc has had no hooks since 2.34.

// From now on the calls of this thread are counted, from 0.
void allocation_count_start(void);

// How many there were; counting ends.
long allocation_count_stop(void);

// Whether this build can count: not without glibc, and not under a sanitizer, which has a malloc of its own.
bool allocation_count_is_possible(void);

#endif
