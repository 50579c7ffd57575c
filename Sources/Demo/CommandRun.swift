import ChildProcesses
import Glibc

/// Runs a program to its end.
///
/// - Returns: what it wrote to standard output, without the last line feed.
/// - Throws: `E-DEM-003` with the last lines of its error output when it does not end with 0.
func runCommand(_ path: String, _ arguments: [String]) throws(DemoError) -> String {
    let command = ([path] + arguments).joined(separator: " ")
    do {
        let child = try ChildProcess(path: path, arguments: arguments, output: .pipe, errors: .pipe)
        let (output, errors) = collect(child)
        while child.reap() == nil { usleep(2000) }
        guard child.status?.isSuccess == true else {
            let lastWords = errors.split(separator: "\n").suffix(3).joined(separator: " ")
            throw DemoError.toolFailed(command, "\(child.status?.description ?? "") \(lastWords)")
        }
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    } catch let error as DemoError {
        throw error
    } catch {
        throw .toolFailed(command, "\(error)")
    }
}

/// Reads both streams until the child has closed them.
private func collect(_ child: ChildProcess) -> (output: String, errors: String) {
    var texts: [Int32: [UInt8]] = [:]
    var open = [child.output, child.errors].compactMap(\.self)
    while !open.isEmpty {
        for descriptor in waitUntilReadable(open, atMost: .seconds(60)) {
            switch readAvailable(from: descriptor) {
            case .bytes(let bytes): texts[descriptor, default: []] += bytes
            case .nothing: break
            case .ended: open.removeAll { $0 == descriptor }
            }
        }
    }
    let texted = [child.output, child.errors].map { descriptor in
        String(decoding: descriptor.flatMap { texts[$0] } ?? [], as: UTF8.self)
    }
    return (texted[0], texted[1])
}
