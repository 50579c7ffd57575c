/// The detectors that can be switched off.
public enum DetectorKind: String, CaseIterable, Sendable, Hashable {
    case density, objects, anomaly, integrity

    /// Reads a list such as `density,objects`; `nil` when a name is unknown or the list is empty.
    public static func parse(list: String) -> Set<DetectorKind>? {
        let names = list.split(separator: ",", omittingEmptySubsequences: false)
        let kinds = names.compactMap { DetectorKind(rawValue: String($0)) }
        return kinds.isEmpty || kinds.count != names.count ? nil : Set(kinds)
    }
}
