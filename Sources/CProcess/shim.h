#pragma once

#include <fcntl.h>
#include <spawn.h>

// glibc functions that its headers show only under _GNU_SOURCE, which Swift's import of them does not define.
extern int pipe2(int ends[2], int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/// Makes a pipe that no program started from here inherits by accident.
static inline int cprocess_pipe(int ends[2]) {
    return pipe2(ends, O_CLOEXEC);
}

/// Closes in the child every descriptor from `from` on (glibc 2.34).
static inline int cprocess_close_from(posix_spawn_file_actions_t *actions, int from) {
    return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
