import Footage
import Testing

@Suite("times of frames")
struct ClockTests {
    @Test("presentation times are relative to the first frame and strictly grow, whatever comes")
    func wild() {
        var clock = PresentationClock(frameInterval: 0.04)
        #expect(clock.time(ofPresentation: 12.5) == 0)
        #expect(clock.time(ofPresentation: 12.54) == 12.54 - 12.5)
        var last = 12.54 - 12.5
        let wild: [Double?] = [nil, 12.5, -1e18, .nan, .infinity, 1e18, nil, nil, 5, 5, 5.04, 99_999, 5.08]
        for presentation in wild {
            let time = clock.time(ofPresentation: presentation)
            #expect(time > last && time <= last + PresentationClock.longestStep, "\(String(describing: presentation))")
            last = time
        }
    }

    @Test("a pause of the camera keeps its length")
    func pause() {
        var clock = PresentationClock(frameInterval: 0.04)
        _ = clock.time(ofPresentation: 0)
        #expect(clock.time(ofPresentation: 600) == 600)
    }

    @Test("live time strictly grows over sessions, and a gap keeps its length")
    func sessions() {
        var clock = LiveClock()
        clock.startSession()
        var last = -1.0
        for n in 0..<50 {
            let (time, lag) = clock.place(presentation: Double(n) * 0.04, arrival: 100 + Double(n) * 0.04)
            #expect(time > last && abs(lag) < 1e-9)
            last = time
        }
        clock.startSession()
        let (time, _) = clock.place(presentation: 0, arrival: 160)
        #expect(abs(time - 60) < 1e-6)
    }

    @Test("a burst after a hiccup is late, not new; a slow camera clock is followed")
    func lag() {
        var clock = LiveClock()
        clock.startSession()
        _ = clock.place(presentation: 0, arrival: 0)
        let (time, lag) = clock.place(presentation: 0.04, arrival: 2)
        #expect(abs(time - 0.04) < 0.01 && lag > 1.9)
        var slow = LiveClock()
        slow.startSession()
        var lastLag = 0.0
        for n in 0..<100_000 {
            // 100 ppm slow for more than an hour.
            let arrival = Double(n) * 0.04
            lastLag = slow.place(presentation: arrival * 0.9999, arrival: arrival).lag
        }
        #expect(lastLag < 0.1)
    }
}
