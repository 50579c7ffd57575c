import CProcess
import Glibc

/// Starts a program on the given streams with `posix_spawn`, everything else that is open here closed in it
///.
///
/// - Returns: the child's process identifier.
func spawn(
    path: String, arguments: [String], connections: StandardConnections
) throws(ChildProcessError) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    connect(connections, in: &actions)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    isolate(&attributes)

    var argumentVector = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for argument in argumentVector { free(argument) } }
    var processID: Int32 = 0
    let result = posix_spawn(&processID, path, &actions, &attributes, &argumentVector, environ)
    guard result == 0 else { throw .spawnFailed(path: path, errorNumber: result) }
    return processID
}

/// The parent's descriptors are above 2 (its own standard streams are open), so no `dup2` overwrites a source.
private func connect(_ connections: StandardConnections, in actions: inout posix_spawn_file_actions_t) {
    posix_spawn_file_actions_adddup2(&actions, connections.input.child, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, connections.output.child, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, connections.errors.child, STDERR_FILENO)
    cprocess_close_from(&actions, STDERR_FILENO + 1)
}

/// Its own process group, no blocked signal, and the default action for every signal: ignored ones would be inherited.
private func isolate(_ attributes: inout posix_spawnattr_t) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
}
