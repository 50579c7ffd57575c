import ArgumentParser
import Console
import EventStore
import Foundation
import Fusion
import Link

/// Prints one clear error and ends with the exit code that belongs to it.
func end(with error: any Error) -> Never {
    guard let code = exitCode(of: error) else { Program.exit(withError: error) }
    FileHandle.standardError.write(Data("vigie-fusion: error: \(error)\n".utf8))
    Program.exit(withError: ExitCode(code))
}

/// 64 usage, 65 bad configuration, 66 unreadable source, 69 unavailable, 73 cannot create; `nil` for what the argument
/// parser says itself.
private func exitCode(of error: any Error) -> Int32? {
    switch error {
    case is ConsoleError: 64
    case is FusionError: 65
    case is PortTaken: 69
    case let error as LinkError: error.code == .portInUse ? 69 : 65
    case let error as EventStoreError: exitCode(ofStore: error)
    default: nil
    }
}

private func exitCode(ofStore error: EventStoreError) -> Int32 {
    switch error.code {
    case EventStoreError.missingCode: 66
    case EventStoreError.rangeTooWideCode: 64
    default: 73
    }
}
