/// What went through a spool since it was opened.
public struct SpoolCounts: Sendable, Hashable {
    /// Reports stored, loss records included.
    public var stored = 0
    /// Reports that could not be stored; each is in a loss record that was stored, or that waits for space.
    public var lost = 0
    /// Reports that could not be stored for want of space.
    public var lostToFullDisk = 0
    /// Reports that broke the schema's limits.
    public var malformed = 0
    /// Records that could not be read back; each went out as a loss record.
    public var unreadable = 0
}
