/// Proposes what a mistyped word was meant to be.
enum Spelling {
    /// The allowed word with the fewest edits, when a third of the letters or fewer differ.
    static func nearest(to word: String, among allowed: [String]) -> String? {
        let ranked = allowed.map { (word: $0, distance: distance(word, $0)) }
        guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(1, max(word.count, best.word.count) / 3) ? best.word : nil
    }

    /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
    static func distance(_ first: String, _ second: String) -> Int {
        let (a, b) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for row in 1...a.count {
            var current = [row] + [Int](repeating: 0, count: b.count)
            for column in 1...b.count {
                let change = a[row - 1] == b[column - 1] ? 0 : 1
                current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
                if row > 1, column > 1, a[row - 1] == b[column - 2], a[row - 2] == b[column - 1] {
                    current[column] = min(current[column], beforeLast[column - 2] + 1)
                }
            }
            (beforeLast, last) = (last, current)
        }
        return last[b.count]
    }
}

/// The numbers of our files: decimal, with an optional fraction and exponent.
enum DecimalNumber {
    /// Nil when `text` is no such number; `.inf` and `.nan` of YAML give what they say, for a message of their own.
    static func parse(_ text: String) -> Double? {
        switch text.lowercased() {
        case ".inf", "+.inf", "inf", "infinity": return .infinity
        case "-.inf", "-inf": return -.infinity
        case ".nan", "nan": return .nan
        default: break
        }
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard text.count - digits.count <= 1, let first = digits.first, first.isASCII, first.isNumber || first == ".",
            digits.allSatisfy({ "0123456789.eE+-".contains($0) }), !isOctal(digits)
        else { return nil }
        return Double(text)
    }

    /// `010` is eight for some readers of YAML and ten for others: it is no number here.
    private static func isOctal(_ digits: Substring) -> Bool {
        digits.count > 1 && digits.first == "0" && digits.dropFirst().first?.isNumber == true
    }
}
