import Glibc

/// Where the file of the running program is.
public enum ProgramLocation {
    /// Path of a program that was installed or built beside the running one.
    public static func beside(_ name: String) -> String {
        directory + "/" + name
    }

    /// Folder of the running program's file, links resolved.
    public static var directory: String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlink("/proc/self/exe", &buffer, buffer.count)
        guard length > 0 else { return "." }
        let path = String(decoding: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self)
        return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }
}
