import Perception
import Testing

@Suite("edges of the view that something hides")
struct HiddenEdgeTests {
    private static let first = 25.0
    private let footage = DrawnFootage()

    init() { footage.run(until: Self.first) }

    /// People who walk to and fro before the view, one more every second from `start` on, up to nine tenths of it.
    private func crowd(from start: Double) -> (SyntheticPicture, Double) -> Void {
        { picture, time in
            for person in 0..<min(16, Int(time - start)) {
                let x = (person * 40 + Int(60 * (time - start))) % 320
                let grey = UInt8(20 + person * 53 % 40)
                // Who leaves on the right comes in on the left.
                for x in [x, x - 320] {
                    picture.rectangle(x: x, y: person % 2 * 90, width: 37, height: 90, value: grey)
                }
            }
        }
    }

    @Test("what stops before half of the view at once takes these edges away, at once and for as long as it stays")
    func sudden() {
        footage.run(
            until: 45,
            draw: { picture, _ in picture.rectangle(x: 0, y: 0, width: 144, height: 180, value: 20) },
            check: { evidence in
                guard evidence.time >= Self.first + 1 else { return }
                #expect(!evidence.isHeld && evidence.quality.edgesKept < 0.75, "at \(evidence.time)")
            })
    }

    @Test("people who come one by one hide the view, and do not take it away")
    func oneByOne() {
        footage.run(until: 48, draw: crowd(from: Self.first)) { evidence in
            #expect(evidence.quality.edgesKept > 0.75, "at \(evidence.time)")
        }
    }

    @Test("a camera that is turned while people hide the view is asked for all of its edges, while its light is held")
    func held() {
        footage.run(until: 48, draw: crowd(from: Self.first))
        footage.run(
            until: 50, draw: { picture, _ in picture.remap { x, y, _ in 190 + (x / 9 + y / 23) % 2 * 40 } },
            check: { evidence in
                guard evidence.time >= 49 else { return }
                #expect(evidence.isHeld && evidence.quality.edgesKept < 0.5, "at \(evidence.time)")
            })
    }
}
