import Footage
import Testing

@Suite("which packets are decoded")
struct DecodeScheduleTests {
    /// 25 frames a second, a key picture every `group` frames, every other one of `kind`.
    private func actions(
        _ effort: DecodeEffort, frames: Int, group: Int, kind: CodedPicture = .reference, rate: Double = 5,
        isReordered: Bool = false
    ) -> [DecodeSchedule.Action] {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: effort, analysedPerSecond: rate))
        schedule.isReordered = isReordered
        return (0..<frames).map { index in
            schedule.action(for: index % group == 0 ? .entry : kind, time: Double(index) / 25)
        }
    }

    @Test("full decodes everything, whatever it is")
    func full() {
        #expect(actions(.full, frames: 100, group: 50).allSatisfy { $0 == .decode })
    }

    @Test("what lies between two analysed pictures is held, and what no analysed picture needs is dropped")
    func needed() {
        let actions = actions(.needed, frames: 100, group: 48)
        #expect(actions[0] == .decodeAnew)
        #expect(Array(actions[1..<5]).allSatisfy { $0 == .hold })
        #expect(actions[5] == .decode && actions[45] == .decode)
        // 46 and 47 are held until 48 makes them superfluous; 48 itself is not analysed, 50 is.
        #expect(actions[46] == .hold && actions[48] == .holdAnew && actions[50] == .decode)
    }

    @Test("a picture to which nothing refers is decoded only when it is analysed")
    func disposable() {
        let actions = actions(.needed, frames: 50, group: 50, kind: .disposable)
        #expect(actions.count { $0 == .skip } == 40)
        #expect(actions.count { $0 == .decode } == 9)
    }

    @Test("pictures that are shown in another order are not held: the decoder waits for what follows")
    func reordered() {
        #expect(!actions(.needed, frames: 100, group: 50, isReordered: true).contains(.hold))
    }

    @Test("key pictures alone come out by themselves")
    func keyPictures() {
        let actions = actions(.keyPictures, frames: 100, group: 25)
        #expect(actions.enumerated().allSatisfy { ($1 == .alone) == ($0 % 25 == 0) })
        #expect(actions.count { $0 == .skip } == 96)
    }

    @Test("half of each group is left out once groups are known")
    func halved() {
        let actions = actions(.halved, frames: 150, group: 50)
        #expect(actions[76..<100].allSatisfy { $0 == .skip })
        #expect(actions[100] == .decodeAnew && actions[105] == .decode)
    }

    @Test("key pictures that are too rare are not all that is watched")
    func rareKeys() {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: .keyPictures, analysedPerSecond: 5))
        for index in 0..<1000 {
            _ = schedule.action(for: index % 250 == 0 ? .entry : .reference, time: Double(index) / 25)
        }
        #expect(schedule.keyInterval == 10)
        #expect(schedule.applied == .halved)
    }

    @Test("a stream without any key picture is decoded, not waited for")
    func noKeys() {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: .needed, analysedPerSecond: 5))
        let early = (0..<100).map { schedule.action(for: .reference, time: Double($0) / 25) }
        #expect(early.count { $0 == .decode } == 20)
        schedule.plan.effort = .keyPictures
        let late = (100..<500).map { schedule.action(for: .reference, time: Double($0) / 25) }
        #expect(late.contains(.decode))
    }

    @Test("key pictures that cease are waited for, but not for ever")
    func keysCease() {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: .keyPictures, analysedPerSecond: 5))
        _ = schedule.action(for: .entry, time: 0)
        _ = schedule.action(for: .entry, time: 1)
        let later = (26..<1000).map { schedule.action(for: .reference, time: Double($0) / 25) }
        #expect(later.contains(.decode))
    }

    @Test("after key pictures alone, decoding starts with the next one")
    func fromKeyPictures() {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: .keyPictures, analysedPerSecond: 5))
        for index in 0..<30 {
            _ = schedule.action(for: index % 25 == 0 ? .entry : .reference, time: Double(index) / 25)
        }
        schedule.plan.effort = .needed
        let waiting = (30..<50).map { schedule.action(for: .reference, time: Double($0) / 25) }
        #expect(waiting.allSatisfy { $0 == .skip })
        let entry = schedule.action(for: .entry, time: 2)
        #expect(entry == .decodeAnew)
    }

    @Test("a clock that is set back starts anew, and nothing is taken for seen", arguments: [false, true])
    func setBack(isReordered: Bool) {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: .needed, analysedPerSecond: 5))
        schedule.isReordered = isReordered
        for index in 0..<50 { _ = schedule.action(for: .disposable, time: Double(index) / 25) }
        let again = (0..<50).map { schedule.action(for: .disposable, time: Double($0) / 25) }
        #expect(again.count { $0 == .decode } == 10)
    }

    @Test("times that jump, stand still or are missing lose nothing")
    func wildTimes() {
        var schedule = DecodeSchedule(plan: DecodePlan(effort: .needed, analysedPerSecond: 5))
        for time in [0, 1e300, -1e300, 7, 7.2] {
            let action = schedule.action(for: .reference, time: time)
            #expect(action == .decode, "\(time)")
        }
        let action = schedule.action(for: .reference, time: nil)
        #expect(action == .decode)
    }
}

@Suite("what a coded picture is, told from its bytes")
struct CodedPictureTests {
    private func kind(_ syntax: CodedPictureReader.Syntax, _ bytes: [UInt8], isKey: Bool = false) -> CodedPicture {
        var reader = CodedPictureReader(syntax)
        return bytes.withUnsafeBufferPointer { reader.kind(of: $0, isKey: isKey) }
    }

    @Test("H.264: instantaneous refresh, reference and disposable slices after other units")
    func h264() {
        let parameters: [UInt8] = [0, 0, 0, 1, 0x67, 1, 2, 3, 0, 0, 1, 0x68, 9]
        #expect(kind(.h264, parameters + [0, 0, 1, 0x65, 0x88]) == .entry)
        #expect(kind(.h264, [0, 0, 1, 0x41, 0x9A]) == .reference)
        #expect(kind(.h264, [0, 0, 1, 0x01, 0x9A]) == .disposable)
        #expect(kind(.h264, [0, 0, 1, 0x41, 0x9A], isKey: true) == .key)
    }

    @Test("HEVC: instantaneous refresh, clean random access, referenced and not")
    func hevc() {
        #expect(kind(.hevc, [0, 0, 1, 0x26, 0x01, 0xAF]) == .entry)
        #expect(kind(.hevc, [0, 0, 1, 0x2A, 0x01, 0xAF]) == .key)
        #expect(kind(.hevc, [0, 0, 1, 0x02, 0x01, 0xD0]) == .reference)
        #expect(kind(.hevc, [0, 0, 1, 0x00, 0x01, 0xD0]) == .disposable)
    }

    @Test("what is cut short or not understood is a reference", arguments: 0..<8)
    func cut(count: Int) {
        let bytes: [UInt8] = [0, 0, 1, 0x67, 0, 0, 1, 0x65]
        #expect(kind(.h264, Array(bytes.prefix(count))) == .reference)
        #expect(kind(.hevc, Array(bytes.prefix(count))) == .reference)
    }

    @Test("pictures of codecs that never predict all stand alone")
    func intraOnly() {
        #expect(kind(.everyPictureAlone, [0xFF, 0xD8, 0xFF, 0xE0]) == .entry)
    }
}
