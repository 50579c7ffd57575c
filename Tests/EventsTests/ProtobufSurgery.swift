/// Changes protobuf bytes field by field, as a faulty or hostile sender would.
struct ProtobufSurgery {
    /// One field: its number, and its bytes with the tag.
    struct Field {
        var number: Int
        var wireType: UInt8
        var bytes: ArraySlice<UInt8>
        /// The content of a length-delimited field.
        var content: ArraySlice<UInt8>
    }

    /// The fields of one message, in order.
    static func fields(_ message: some Collection<UInt8>) -> [Field] {
        let bytes = Array(message)
        var fields: [Field] = []
        var position = 0
        while position < bytes.count {
            let start = position
            let tag = varint(bytes, &position)
            let wireType = UInt8(tag & 7)
            var content = bytes[position..<position]
            switch wireType {
            case 0: _ = varint(bytes, &position)
            case 1: position += 8
            case 5: position += 4
            default:
                let length = Int(varint(bytes, &position))
                content = bytes[position..<position + length]
                position += length
            }
            fields.append(
                Field(number: Int(tag >> 3), wireType: wireType, bytes: bytes[start..<position], content: content))
        }
        return fields
    }

    /// The message with the content of the nested message at `path` (field numbers) changed.
    static func changing(
        _ message: some Collection<UInt8>, at path: [Int], _ change: ([UInt8]) -> [UInt8]
    ) -> [UInt8] {
        guard let number = path.first else { return change(Array(message)) }
        return fields(message).flatMap { field -> [UInt8] in
            guard field.number == number else { return Array(field.bytes) }
            let content = changing(field.content, at: Array(path.dropFirst()), change)
            return varintBytes(UInt64(number) << 3 | 2) + varintBytes(UInt64(content.count)) + content
        }
    }

    /// A field of wire type 0.
    static func varintField(_ number: Int, _ value: UInt64) -> [UInt8] {
        varintBytes(UInt64(number) << 3) + varintBytes(value)
    }

    private static func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { break }
            shift += 7
        }
        return value
    }

    private static func varintBytes(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
