import Glibc

/// Seconds from clocks that no one can set.
public enum SystemClock {
    /// Seconds since an arbitrary instant, never going back (CLOCK_MONOTONIC).
    public static func monotonicSeconds() -> Double { read(CLOCK_MONOTONIC) }

    /// CPU seconds that the calling thread has used.
    public static func threadCPUSeconds() -> Double { read(CLOCK_THREAD_CPUTIME_ID) }

    /// CPU seconds that all threads of this process have used.
    public static func processCPUSeconds() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

    /// Seconds since 1970 (UTC); may be set while the program runs.
    public static func wallSeconds() -> Double { read(CLOCK_REALTIME) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
