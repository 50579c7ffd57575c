import Perception
import Testing

@Suite("people and things on drawn footage")
struct PeopleTests {
    @Test("a bag behind a crowd that passes for 20 seconds is as old as before, and then goes on")
    func occludedBag() {
        let footage = DrawnFootage()
        footage.run(until: 20)
        let bag = { (picture: SyntheticPicture) in
            picture.rectangle(x: 152, y: 96, width: 32, height: 32, value: 210)
        }
        var before = 0
        footage.run(until: 50, draw: { picture, _ in bag(picture) }) { before = Int($0.candidateAge[168, 112]) }
        #expect((280...310).contains(before))
        footage.run(
            until: 70,
            draw: { picture, time in
                bag(picture)
                // People of 24 pixels with gaps of 6 between them: the bag is hardly ever seen whole.
                let offset = Int(time * 40) % 30
                for person in -1..<12 {
                    let shade = UInt8(20 + (person + 12 - Int(time * 40) / 30 % 12) % 12 * 5)
                    picture.rectangle(x: 30 * person + offset, y: 60, width: 24, height: 100, value: shade)
                }
            }
        ) { #expect(Int($0.candidateAge[168, 112]) >= before - 5) }
        footage.run(until: 80, draw: { picture, _ in bag(picture) }) { evidence in
            guard evidence.time > 72 else { return }
            #expect(evidence.sum(evidence.cellStill, x: 152, y: 96, width: 32, height: 32) > 900)
            #expect(Int(evidence.candidateAge[168, 112]) >= before + 15)
        }
    }

    @Test("a crowd that stands still for a quarter of an hour is not absorbed")
    func standingCrowd() {
        let footage = DrawnFootage(framesPerSecond: 2.5)
        footage.run(until: 60)
        let crowd = { (picture: SyntheticPicture, time: Double) in
            for person in 0..<8 {
                // They sway by a pixel, each in a time of its own.
                let sway = Int((time / (2 + Double(person) * 0.7)).rounded(.down)) % 2
                picture.rectangle(
                    x: 20 + 36 * person + sway, y: 60 + person % 3 * 12, width: 20, height: 60, value: 200)
            }
        }
        var (early, late) = (0.0, 0.0)
        footage.run(until: 75, draw: crowd) { early = $0.foregroundShare }
        footage.run(until: 975, draw: crowd) { late = $0.foregroundShare }
        #expect(early > 0.1)
        #expect(late > 0.85 * early, "\(late) of \(early)")
    }

    @Test("a camera that shakes by a pixel sees nothing that stays")
    func shake() {
        let footage = DrawnFootage()
        footage.run(until: 10)
        footage.run(
            until: 70,
            draw: { picture, time in
                let frame = Int((time * 5).rounded())
                picture.shift(dx: [0, 1, 0, -1, 1][frame % 5], dy: [0, 0, 1, 0, -1, 1, 0][frame % 7])
            }
        ) { evidence in
            #expect(evidence.foregroundShare < 0.12, "at \(evidence.time)")
            #expect(evidence.stillPixels == 0, "at \(evidence.time)")
        }
    }
}
