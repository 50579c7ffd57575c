import EventStore
import Events
import Fusion
import Testing

@Suite("tables for people")
struct TextReportTests {
    let now = Timestamp(milliseconds: 1_795_435_200_000)

    @Test("an event is one line with when, what, where and why")
    func events() {
        let life = LiveFixtures.life(uid: "boot-1", said: now.advanced(bySeconds: -20), expiry: nil)
        let lines = TextReports.events([life], context: ContextJoin([]), at: now).split(separator: "\n")
        #expect(
            lines == [
                "STARTED                   LASTED  STATUS  MODE    USE CASE          CAMERA  ZONE    "
                    + "MEASURE                          CITY THEN  EVENT",
                "2026-11-23T11:59:40.000Z    20 s  open    shadow  abandoned_object  place   square  "
                    + "unattended_time 61 s (limit 60)  -          boot-1",
            ])
    }

    @Test("nothing is said in words, and an unseen minute is unknown")
    func nothing() {
        #expect(TextReports.events([], context: ContextJoin([]), at: now) == "no event\n")
        #expect(TextReports.counts([], context: ContextJoin([])).contains("not zero"))
    }
}
