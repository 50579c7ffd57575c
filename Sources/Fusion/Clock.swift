public import Events
import Foundation

extension Timestamp {
    /// The wall clock of this machine.
    public static var now: Timestamp {
        Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
