import Events
import HTTPTypes
import Hummingbird

extension Response {
    /// A JSON answer that nobody may keep: it is true only now.
    init(json: JSONValue, status: HTTPResponse.Status = .ok) {
        self.init(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.description + "\n")))
    }
}
