import Analysis
import Events
import Testing

@Suite("what a camera that shows nothing means")
struct StreamWatchTests {
    @Test("at the start there is a grace, then it is blind")
    func start() {
        let watch = StreamWatch(start: 100)
        #expect(watch.coverage(at: 100) == .degraded)
        #expect(watch.coverage(at: 144.9) == .degraded)
        #expect(watch.coverage(at: 145) == .blind)
        #expect(watch.nextChange(after: 100) == 145)
        #expect(watch.nextChange(after: 145) == nil)
    }

    @Test("a frame makes it see; 10 s later it is degraded, 30 s later blind, and a frame heals it")
    func stall() {
        var watch = StreamWatch(start: 0)
        watch.received(at: 50)
        #expect(watch.coverage(at: 59.9) == .seeing)
        #expect(watch.coverage(at: 60) == .degraded)
        #expect(watch.coverage(at: 79.9) == .degraded)
        #expect(watch.coverage(at: 80) == .blind)
        #expect(watch.nextChange(after: 55) == 60)
        #expect(watch.nextChange(after: 61) == 80)
        watch.received(at: 200)
        #expect(watch.coverage(at: 200) == .seeing)
    }
}
