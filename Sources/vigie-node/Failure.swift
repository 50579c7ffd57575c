import ArgumentParser
import Foundation
import Governance
import Link
import Node
import Spool

/// Prints one clear error and ends with the exit code that belongs to it.
func end(with error: any Error) -> Never {
    guard let code = exitCode(of: error) else { Program.exit(withError: error) }
    FileHandle.standardError.write(Data("vigie-node: error: \(error)\n".utf8))
    Program.exit(withError: ExitCode(code))
}

/// 65 bad configuration, 69 unavailable, 73 cannot create; `nil` for what the argument parser says itself.
private func exitCode(of error: any Error) -> Int32? {
    switch error {
    case let error as NodeError:
        switch error.code {
        case "E-NOD-006", "E-NOD-007": 73
        case "E-NOD-008": 69
        default: 65
        }
    case let error as SpoolError: error.code == .inUse ? 69 : 73
    case is AuthorisationError, is LinkError: 65
    default: nil
    }
}
