import Events
import Fusion
import Testing

@Suite("moments as people write them")
struct TimeExpressionTests {
    let now = Timestamp(milliseconds: 1_795_435_200_000)

    @Test(
        "RFC 3339, now and so long ago are understood",
        arguments: [
            ("now", 0.0), ("-30s", -30), ("-10m", -600), ("-2h", -7200), ("-3d", -259_200), ("-0s", 0),
            ("2026-11-23T12:00:01Z", 1), ("2026-11-23T13:00:00+01:00", 0), ("2026-11-23T13:00:00 01:00", 0),
        ])
    func understood(_ text: String, _ seconds: Double) throws {
        let time = try #require(TimeExpression(text)).time(at: now)
        #expect(time.seconds(since: now) == seconds)
    }

    @Test(
        "anything else is refused",
        arguments: ["", "-", "-m", "10m", "-10", "-10w", "--10m", "-1.5h", "yesterday", "2026-11-23", "-9999999d"])
    func refused(_ text: String) {
        #expect(TimeExpression(text) == nil)
    }
}
