import Events
import Testing

@Suite("the live stream", .serialized)
struct StreamTests {
    @Test("a stream brings a board at once and events as they are stored, with their position")
    func follows() async throws {
        try await RunningConsole.with { console in
            try console.commit(1, uid: "old-1")
            let client = try RawClient(port: console.port)
            client.send("/api/v1/stream", close: false)
            let first = try await client.text(until: "event: live")
            #expect(first.contains("text/event-stream"))
            #expect(!first.contains("id: 1"))
            try console.commit(2, uid: "new-1")
            let text = try await client.text(until: "new-1\"")
            #expect(text.contains("id: 2\nevent: event\ndata: {"))
            #expect(!text.contains("id: 1\n"))
        }
    }

    @Test("a client that comes back with Last-Event-ID misses no event and gets none twice")
    func resumes() async throws {
        try await RunningConsole.with { console in
            for number in 1...5 { try console.commit(UInt64(number), uid: "boot-\(number)") }
            let client = try RawClient(port: console.port)
            client.send("/api/v1/stream", headers: ["Last-Event-ID: 2"], close: false)
            let text = try await client.text(until: "id: 5\n")
            let ids = text.matches(of: /id: (\d+)\n/).map(\.1)
            #expect(ids == ["3", "4", "5"])
        }
    }

    @Test("a line on which nothing new is said still shows that it lives")
    func heartbeat() async throws {
        try await RunningConsole.with { console in
            let client = try RawClient(port: console.port)
            client.send("/api/v1/stream", close: false)
            #expect(try await client.text(until: ": alive", within: 8).contains(": alive\n\n"))
        }
    }

    @Test("a graceful stop ends open streams instead of waiting for them")
    func stops() async throws {
        let started = ContinuousClock.now
        try await RunningConsole.with { console in
            let client = try RawClient(port: console.port)
            client.send("/api/v1/stream", close: false)
            _ = try await client.text(until: "event: live")
            await console.stop()
            let text = try await client.text(within: 8)  // until the server closes
            #expect(text.hasSuffix("0\r\n\r\n"))  // the last chunk: an orderly end
        }
        #expect(ContinuousClock.now - started < .seconds(9))
    }
}
