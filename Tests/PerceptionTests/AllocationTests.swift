import AllocationCounter
import Perception
import Testing

@Suite("memory in the per-frame path")
struct AllocationTests {
    @Test(
        "evidence allocates nothing, whatever moves, by day and in fog", .enabled(if: allocation_count_is_possible()),
        arguments: [20, 90])
    func evidence(grey: Int) {
        let footage = DrawnFootage()
        var allocations = 0
        let draw = { (picture: SyntheticPicture, time: Double) in people(picture, time, grey: grey) }
        footage.run(until: 60, draw: draw)
        for frame in 0..<100 {
            footage.show(draw) { body in
                allocation_count_start()
                _ = body()
                allocations += allocation_count_stop()
            }
            #expect(allocations == 0, "\(allocations) up to frame \(frame)")
        }
    }

    @Test("the counter counts", .enabled(if: allocation_count_is_possible()))
    func counter() {
        allocation_count_start()
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 100)
        let count = allocation_count_stop()
        memory.deallocate()
        #expect(count == 1)
    }

    private func people(_ picture: SyntheticPicture, _ time: Double, grey: Int) {
        if grey < 50 { picture.rectangle(x: 240, y: 120, width: 24, height: 24, value: 220) }
        for person in 0..<4 {
            let place = (Int(time * 40) + 80 * person) % 340 - 20
            picture.rectangle(x: place, y: 40 + 20 * person, width: 20, height: 52, value: UInt8(grey + person))
        }
    }
}
