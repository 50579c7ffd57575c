import EventsWire
import SwiftProtobuf

/// Reads the fields of one wire message: refuses unknown ones on creation and missing ones on reading.
struct WireFields {
    let path: String

    init(_ message: some SwiftProtobuf.Message, at path: String) throws(EventCodingError) {
        self.path = path
        let unknown = message.unknownFields.data
        guard unknown.isEmpty else {
            let number = firstFieldNumber(Array(unknown.prefix(10)))
            throw EventCodingError(.unknownField, path: path, "unknown field number \(number)")
        }
    }

    func required<T>(_ isPresent: Bool, _ value: T, _ name: String) throws(EventCodingError) -> T {
        guard isPresent else {
            throw EventCodingError(.missingField, path: path.field(name), "the field is missing")
        }
        return value
    }

    func required<E: WireEnumeration>(
        _ isPresent: Bool, _ value: E.Wire, _ name: String
    ) throws(EventCodingError) -> E {
        try enumeration(required(isPresent, value, name), name)
    }

    func optional<E: WireEnumeration>(
        _ isPresent: Bool, _ value: E.Wire, _ name: String
    ) throws(EventCodingError) -> E? {
        isPresent ? try enumeration(value, name) : nil
    }

    func integer(_ isPresent: Bool, _ value: Int64, _ name: String) throws(EventCodingError) -> Int {
        guard let result = Int(exactly: try required(isPresent, value, name)) else {
            throw EventCodingError(.outOfRange, path: path.field(name), "the number is too large")
        }
        return result
    }

    func time(_ isPresent: Bool, _ value: Int64, _ name: String) throws(EventCodingError) -> Timestamp {
        Timestamp(milliseconds: try required(isPresent, value, name))
    }

    private func enumeration<E: WireEnumeration>(_ value: E.Wire, _ name: String) throws(EventCodingError) -> E {
        guard let result = E.allCases.first(where: { $0.wire == value }) else {
            throw EventCodingError(.unknownValue, path: path.field(name), "unknown value \(value.rawValue)")
        }
        return result
    }
}

/// The number of the first field in protobuf bytes: the tag's varint without its three bits of wire type.
private func firstFieldNumber(_ bytes: [UInt8]) -> UInt64 {
    var tag: UInt64 = 0
    for (index, byte) in bytes.enumerated() where index < 9 {
        tag |= UInt64(byte & 0x7f) << (7 * UInt64(index))
        if byte & 0x80 == 0 { break }
    }
    return tag >> 3
}
