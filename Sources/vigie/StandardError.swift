import Foundation
import Glibc

/// Lines for people on standard error.
enum StandardError {
    static let isTerminal = isatty(2) == 1

    static func write(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Replaces the last progress line; nothing unless someone looks at a terminal.
    static func progress(_ text: String) {
        guard isTerminal else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    static func endProgress() { progress("") }
}
