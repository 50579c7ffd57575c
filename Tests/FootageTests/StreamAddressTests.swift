import Footage
import Foundation
import Testing

@Suite("addresses of streams, and what is never shown of them")
struct StreamAddressTests {
    @Test("host, port and path are taken apart")
    func parts() throws {
        let address = try StreamAddress("rtsp://10.0.0.7:8554/stream1?profile=2")
        #expect(address.host == "10.0.0.7")
        #expect(address.port == 8554)
        #expect(address.path == "/stream1?profile=2")
        #expect(try StreamAddress("RTSP://camera/").port == 554)
        #expect(try StreamAddress("rtsp://[fe80::1]:554/x").host == "[fe80::1]")
    }

    @Test(
        "an address with a user or a password is refused with the way out",
        arguments: ["rtsp://user:secret@10.0.0.7/x", "rtsp://user@10.0.0.7/x", "rtsp://:p@h/", "rtsp://u:p@"])
    func credentials(text: String) {
        let error = #expect(throws: FootageError.self) { try StreamAddress(text) }
        #expect(error?.code == .credentialsInAddress)
        #expect(error.map { !"\($0)".contains("secret") && "\($0)".contains("--credentials-file") } == true)
    }

    @Test(
        "what is no stream is refused",
        arguments: [
            "http://10.0.0.7/x", "file:///etc/passwd", "rtsp://", "rtsp:///x", "rtsp://h:0/x", "rtsp://h:99999/",
            "rtsp://h:x/", "rtsp://h/a b", "concat:a|b",
        ])
    func refused(text: String) {
        let error = #expect(throws: FootageError.self) { try StreamAddress(text) }
        #expect(error?.code == .badAddress)
    }

    @Test(
        "no secret survives redaction",
        arguments: [
            "rtsp://admin:S3cret@10.0.0.7/x", "failed: rtsp://admin:S3cret@h:554/x refused", "rtsp://a:p@S3cret/1@h/x",
            "rtsp://h/user=admin&password=S3cret&channel=1", "rtsp://h/?pwd=S3cret",
            "rtsp://h/user=admin_password=S3cret_1",
            "rtsps://admin:S3cret@h", "two rtsp://a:S3cret@h/ and rtsp://b:S3cret@i/",
        ])
    func redaction(text: String) {
        let shown = StreamAddress.redacted(text)
        #expect(!shown.contains("S3cret"), "\(shown)")
        #expect(shown.contains("***"))
    }

    @Test("redaction leaves other text alone")
    func harmless() {
        for text in ["rtsp://10.0.0.7:554/stream1", "/data/a@b.mp4", "monkey=1", "frames/seq_%04d.jpg"] {
            #expect(StreamAddress.redacted(text) == text)
        }
    }

    @Test("credentials do not print, and their file must be private")
    func credentialsFile() throws {
        let credentials = Credentials(user: "admin", password: "S3cret")
        #expect(!"\(credentials) \(String(reflecting: credentials))".contains("S3cret"))
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("S3cret"))

        let footage = try MadeFootage()
        let path = try footage.write(Data("admin:S3:cret\n".utf8), to: "cam")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(#expect(throws: FootageError.self) { try Credentials(file: path) }?.code == .badCredentials)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try Credentials(file: path) == Credentials(user: "admin", password: "S3:cret"))
        for text in ["", "admin\n", ":x\n", "a:b\nc:d\n"] {
            let wrong = try footage.write(Data(text.utf8), to: "wrong")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: wrong)
            #expect(#expect(throws: FootageError.self) { try Credentials(file: wrong) }?.code == .badCredentials)
        }
    }
}
