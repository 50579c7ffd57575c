import AllocationCounter
import Perception
import Testing

@Suite("memory in the per-frame path")
struct AllocationTests {
    @Test("evidence allocates nothing, whatever moves", .enabled(if: allocation_count_is_possible()))
    func evidence() {
        let footage = DrawnFootage()
        var allocations = 0
        footage.run(until: 60, draw: people)
        for frame in 0..<100 {
            footage.show(people) { body in
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

    private func people(_ picture: SyntheticPicture, _ time: Double) {
        picture.rectangle(x: 240, y: 120, width: 24, height: 24, value: 220)
        for person in 0..<4 {
            let place = (Int(time * 40) + 80 * person) % 340 - 20
            picture.rectangle(x: place, y: 40 + 20 * person, width: 20, height: 52, value: UInt8(20 + 8 * person))
        }
    }
}
