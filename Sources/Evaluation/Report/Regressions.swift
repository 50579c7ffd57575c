/// What got worse than the baseline beyond noise: judged figures over all cases, and rendered and real ones apart, so
/// that neither hides the other.
public enum Regressions {
    public static func find(_ scores: [CaseScore], baseline: Baseline) -> [FigureChange] {
        let groups = ["rendered", "real"].map { kind in scores.filter { $0.conditions.contains(kind) } }
        return Figure.all.filter(\.isJudged).flatMap { figure in
            groups.compactMap { FigureChange(figure, now: $0, baseline: baseline.cases) }
                .filter { $0.verdict == .worse }
        }
    }

    /// Cases that the baseline does not have, or has in another form.
    public static func uncompared(_ scores: [CaseScore], baseline: Baseline) -> [String] {
        let known = Dictionary(
            baseline.cases.map { ($0.name, $0.fingerprint) }, uniquingKeysWith: { first, _ in first })
        return scores.filter { known[$0.name] != $0.fingerprint }.map(\.name)
    }
}
