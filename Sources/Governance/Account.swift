internal import Foundation

/// Who runs this program, as the operating system knows it: its accounts and groups are the accounts and roles of a
/// gateway, given and taken by its administrator.
public struct Account: Sendable, Hashable {
    /// The group of those who may be shown what a camera has seen.
    public static let evidenceGroup = "vigie-evidence"

    public var name: String
    public var groups: Set<String>

    public init(name: String, groups: Set<String>) {
        (self.name, self.groups) = (name, groups)
    }

    /// The account of this process, and the groups that it had when it logged in.
    public static var current: Account {
        var identifiers = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        identifiers.removeLast(identifiers.count - Int(max(0, getgroups(Int32(identifiers.count), &identifiers))))
        let groups = (identifiers + [getegid()]).compactMap { getgrgid($0).map { String(cString: $0.pointee.gr_name) } }
        let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
        return Account(name: name, groups: Set(groups))
    }

    /// Nobody has the role by being powerful: root, too, must be given it.
    public var maySeeEvidence: Bool { groups.contains(Self.evidenceGroup) }
}
