import Perception
import Testing

@Suite("light that changes is nothing that happened")
struct LightTests {
    private static let bag = (x: 152, y: 96, width: 32, height: 32)

    private func drawBag(_ picture: SyntheticPicture) {
        picture.rectangle(x: Self.bag.x, y: Self.bag.y, width: Self.bag.width, height: Self.bag.height, value: 20)
    }

    private func bagPixels(_ evidence: Evidence) -> Int {
        evidence.sum(
            evidence.cellStill, x: Self.bag.x, y: Self.bag.y, width: Self.bag.width, height: Self.bag.height)
    }

    /// Another picture of the same place: what is dark by day is bright in infra-red.
    private func infrared(_ picture: SyntheticPicture) {
        picture.remap { x, y, value in 60 + (x / 13 + y / 11) % 3 * 40 + (value & 7) }
    }

    /// A lamp on the left: no gain and no offset explains it.
    private func lamp(_ picture: SyntheticPicture) {
        picture.remap { x, _, value in value + max(0, 130 - x / 2) }
    }

    @Test("an empty scene has less than a thousandth of foreground")
    func empty() {
        let footage = DrawnFootage()
        footage.run(until: 6)
        footage.run(until: 40, check: { #expect($0.foregroundShare < 0.001) })
    }

    @Test("an exposure step is over within a second, and the bag that lay there is as old as it was")
    func exposureStep() {
        let footage = DrawnFootage()
        footage.run(until: 20)
        footage.run(until: 60) { picture, _ in drawBag(picture) }
        let brighter = { (picture: SyntheticPicture, _: Double) in
            self.drawBag(picture)
            picture.remap { _, _, value in value + 45 }
        }
        footage.run(until: 61, draw: brighter)
        footage.run(until: 65, draw: brighter) { evidence in
            #expect(!evidence.isHeld)
            #expect(bagPixels(evidence) > 900)
            #expect(evidence.candidateAge[168, 112] >= 380)
            #expect(evidence.stillPixels - bagPixels(evidence) < 200)
        }
    }

    @Test("a slow ramp over 80 grey levels is no foreground")
    func ramp() {
        let footage = DrawnFootage()
        footage.run(until: 20)
        footage.run(
            until: 100,
            draw: { picture, time in picture.remap { _, _, value in value + Int(time - 20) } }
        ) { #expect($0.stillPixels < 100, "still at \($0.time)") }
        footage.run(until: 110, draw: { picture, _ in picture.remap { _, _, value in value + 80 } }) {
            guard $0.time > 101 else { return }
            #expect($0.foregroundShare < 0.005)
            #expect(!$0.isHeld)
        }
    }

    @Test("flicker of the mains is no foreground")
    func flicker() {
        let footage = DrawnFootage(framesPerSecond: 10)
        footage.run(until: 10)
        footage.run(
            until: 30,
            draw: { picture, time in
                let step = Int((time * 10).rounded()) % 3 * 8 - 8
                picture.remap { _, _, value in value + step }
            }
        ) { #expect($0.foregroundShare < 0.002) }
    }

    @Test("day, infra-red, day, infra-red: what was seen once is known again within a second")
    func nightSwitch() {
        let footage = DrawnFootage()
        footage.run(until: 30)
        footage.run(until: 60, draw: { picture, _ in infrared(picture) })
        for (start, isNight) in [(60.0, false), (80, true), (100, false)] {
            let draw = { (picture: SyntheticPicture, _: Double) in if isNight { self.infrared(picture) } }
            footage.run(until: start + 0.3, draw: draw) { #expect($0.isHeld) }
            footage.run(until: start + 1, draw: draw)
            footage.run(until: start + 20, draw: draw) { evidence in
                #expect(!evidence.isHeld && evidence.backgroundState != .starting, "at \(evidence.time)")
                #expect(evidence.foregroundShare < 0.005, "at \(evidence.time)")
            }
        }
    }

    @Test("a lamp that comes on twice is learnt once, and a bag left in the dark is found by its light")
    func lampTwice() {
        let footage = DrawnFootage()
        footage.run(until: 30)
        footage.run(until: 60, draw: { picture, _ in lamp(picture) })
        footage.run(until: 80)
        footage.run(until: 120) { picture, _ in drawBag(picture) }
        let lit = { (picture: SyntheticPicture, _: Double) in
            self.drawBag(picture)
            self.lamp(picture)
        }
        footage.run(until: 121, draw: lit)
        footage.run(until: 125, draw: lit) { evidence in
            #expect(!evidence.isHeld && evidence.backgroundState != .starting)
            #expect(bagPixels(evidence) > 800)
            #expect(evidence.candidateAge[168, 112] >= 380)
            #expect(evidence.stillPixels - bagPixels(evidence) < 300)
        }
    }

    @Test("headlights that sweep over the ground leave nothing behind")
    func headlights() {
        let footage = DrawnFootage()
        footage.run(until: 20)
        for sweep in 0..<3 {
            let start = 20 + 8 * Double(sweep)
            footage.run(
                until: start + 3,
                draw: { picture, time in
                    let centre = Int((time - start) * 130) - 40
                    picture.remap { x, y, value in
                        value + max(0, 70 - abs(x - centre) / 2 - abs(y - 120) / 2)
                    }
                }
            ) { #expect($0.stillPixels < 100) }
            footage.run(until: start + 5)
            footage.run(until: start + 8, check: { #expect($0.foregroundShare < 0.001) })
        }
    }
}
