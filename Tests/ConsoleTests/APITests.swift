import Console
import EventStore
import Events
import Fusion
import Testing

@Suite("the API over a live socket", .serialized)
struct APITests {
    @Test("live answers with zones and situations, and unknown where nothing was heard in time")
    func live() async throws {
        try await RunningConsole.with { console in
            #expect(try await console.get("/api/v1/live").body.contains("\"cameras\":[]"))
            try console.commitSample(1, count: 7, at: .now)
            try console.commit(2, uid: "boot-1")
            let body = try await console.get("/api/v1/live").body
            #expect(body.contains("\"count\":{\"high\":8.0,\"low\":6.0,\"seen_ratio\":1.0,\"value\":7.0}"))
            #expect(body.contains("\"verdict\":\"waiting\""))
            #expect(body.contains("\"state\":\"active\""))
            try console.commitSample(3, count: 9, coverage: .blind, at: .now)
            let blind = try await console.get("/api/v1/live").body
            #expect(blind.contains("\"coverage\":\"blind\""))
            #expect(!blind.contains("\"count\""))
        }
    }

    @Test("events are answered by zone and time, one by its identifier with its CloudEvents, none with a remedy")
    func events() async throws {
        try await RunningConsole.with { console in
            try console.commit(1, uid: "boot-1", at: Timestamp.now.advanced(bySeconds: -100))
            try console.commit(2, uid: "boot-1", phase: .end)
            try console.commit(3, uid: "boot-2", zone: "gate")
            let all = try await console.get("/api/v1/events").body
            #expect(all.contains("boot-1") && all.contains("boot-2"))
            let gate = try await console.get("/api/v1/events?zone=gate&from=-10m&use_case=abandoned_object").body
            #expect(!gate.contains("boot-1") && gate.contains("boot-2"))
            let one = try await console.get("/api/v1/events/boot-1")
            #expect(one.status == 200)
            #expect(one.body.contains("\"specversion\":\"1.0\""))
            #expect(one.body.contains("\"type\":\"org.vigie.abandoned_object.end.v1\""))
            #expect(one.body.contains("\"status\":\"ended\""))
            #expect(all.contains("\"authorisation_id\":\"act-7\""))
            #expect(all.contains(#""reasons":[{"limit":0.1,"name":"micro_motion","unit":"share","value":0.01}]"#))
            let none = try await console.get("/api/v1/events/nobody")
            #expect(none.status == 404)
            #expect(none.body.contains("E-CON-005"))
        }
    }

    @Test("counts list each minute, unknown ones included, and refuse a range that is too wide")
    func counts() async throws {
        try await RunningConsole.with { console in
            let minute = Timestamp(milliseconds: Timestamp.now.milliseconds / 60_000 * 60_000 - 120_000)
            try console.commitSample(1, count: 4, at: minute)
            let from = minute.description.prefix(19) + "Z"
            let answer = try await console.get("/api/v1/counts?zone=square&from=\(from)&to=now")
            #expect(answer.body.contains("\"mean\":4.0"))
            #expect(answer.body.contains("\"state\":\"unknown\""))
            let wide = try await console.get("/api/v1/counts?from=-4d")
            #expect(wide.status == 400)
            #expect(wide.body.contains("\"remedy\":\"Ask for at most 4320 minutes (72 hours) at once.\""))
        }
    }

    @Test(
        "a parameter that is not known or not possible is refused by name",
        arguments: [
            ("/api/v1/events?color=red", "color"), ("/api/v1/events?from=yesterday", "from"),
            ("/api/v1/events?limit=0", "limit"), ("/api/v1/events?limit=5000", "limit"),
            ("/api/v1/events?use_case=face_recognition", "use_case"), ("/api/v1/live?x=1", "x"),
            ("/api/v1/counts?to=-5", "to"),
        ])
    func badParameter(_ path: String, _ name: String) async throws {
        try await RunningConsole.with { console in
            let answer = try await console.get(path)
            #expect(answer.status == 400)
            #expect(answer.body.contains("\"parameter\":\"\(name)\""))
            #expect(answer.body.contains("\"remedy\":"))
        }
    }

    @Test("context and cameras are answered from the store")
    func contextAndCameras() async throws {
        try await RunningConsole.with { console in
            let hour = Timestamp(milliseconds: Timestamp.now.milliseconds / 3_600_000 * 3_600_000)
            try console.store.storeContext([
                ContextHour(
                    hour: hour, dataClass: .public, basis: .typicalYear, temperature: 8, rain: 0.1, wind: 14,
                    condition: .drizzle, dayKind: .weekend,
                    happenings: [Happening(kind: .market, label: .weeklyMarket, dataClass: .public)])
            ])
            try console.commit(1, uid: "boot-1")
            try console.commitSample(4, count: 2, at: .now)
            #expect(try await console.get("/api/v1/context").body.contains("\"label\":\"weekly_market\""))
            #expect(try await console.get("/api/v1/events").body.contains("\"temperature_c\":8.0"))
            #expect(try await console.get("/api/v1/counts").body.contains("\"condition\":\"drizzle\""))
            let cameras = try await console.get("/api/v1/cameras").body
            #expect(cameras.contains("\"holes\":[{\"from\":2,\"to\":3}]"))
        }
    }

    @Test("the page and its parts are served with headers that let nothing in from elsewhere")
    func page() async throws {
        try await RunningConsole.with { console in
            let page = try await console.get("/")
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(page.headers["x-content-type-options"] == "nosniff")
            for part in ["vigie.css", "vigie.js", "cameras.js", "events.js", "format.js", "zone.js", "vigie.svg"] {
                #expect(try await console.get("/" + part).status == 200, "\(part)")
            }
            #expect(try await console.get("/healthz").body.contains("\"status\":\"ok\""))
            let missing = try await console.get("/etc/passwd")
            #expect(missing.status == 404)
            #expect(missing.body.contains("E-CON-006"))
            #expect(missing.headers["content-security-policy"] != nil)
        }
    }

    @Test(
        "a request in the name of another host is refused",
        arguments: [
            ("evil.example", 403), ("evil.example:80", 403), ("127.0.0.1.evil.example", 403), ("", 403),
            ("localhost", 200), ("localhost:8080", 200), ("[::1]:7480", 200), ("127.0.0.1:1", 200),
        ])
    func rebinding(_ host: String, _ status: Int) async throws {
        try await RunningConsole.with { console in
            let answer = try await RawClient.get("/api/v1/live", port: console.port, host: host)
            #expect(answer.status == status)
        }
    }
}
