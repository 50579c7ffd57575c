/// A path whose last component holds one decimal place, as in `frames/seq_%06d.jpg`.
struct PicturePattern: Sendable, Hashable {
    let folder: String
    private let prefix, suffix: String
    /// Digits at least; 0 for `%d`.
    private let digits: Int

    /// `nil` unless the last component has exactly one `%d` or `%0Nd`.
    init?(_ path: String) {
        let slash = path.lastIndex(of: "/")
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        guard let place = name.firstMatch(of: decimalPlace), name.count(where: { $0 == "%" }) == 1 else { return nil }
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        prefix = String(name[..<place.range.lowerBound])
        suffix = String(name[place.range.upperBound...])
        digits = place.1.flatMap { Int($0) } ?? 0
    }

    /// The number in a file's name, `nil` when the name is not of this pattern.
    func number(in name: String) -> Int? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix), name.count > prefix.count + suffix.count else {
            return nil
        }
        let middle = name.dropFirst(prefix.count).dropLast(suffix.count)
        guard middle.allSatisfy({ $0.isASCII && $0.isNumber }), middle.count >= max(1, digits) else { return nil }
        guard middle.count == digits || !middle.hasPrefix("0") || middle == "0" else { return nil }
        return Int(middle)
    }
}

// A regex literal is immutable after it is built; the compiler cannot see that.
nonisolated(unsafe) private let decimalPlace = /%(?:0([1-9]))?d/
