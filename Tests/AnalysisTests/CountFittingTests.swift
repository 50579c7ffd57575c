import Analysis
import Footage
import Scene
import Testing

/// Counts of a street of 30 s at five frames a second.
@Suite("the fit of counted frames")
struct CountFittingTests {
    private func fitted(_ counts: [(frame: Int, count: Double)]) throws -> CountFitting.Fitted? {
        let table = CountTable(rows: counts.map { CountTable.Row(frame: $0.frame, zoneID: "all", count: $0.count) })
        let configuration = CameraConfiguration(cameraID: "street")
        return try CountFitting(configuration: configuration, file: "c.csv")
            .fit(table, in: SyntheticSource(rate: 5, seconds: 30)).first
    }

    @Test("a frame beyond the end of the film is refused by its number")
    func beyondTheEnd() throws {
        let error = #expect(throws: CountTableError.self) { try fitted([(100, 1), (150, 1)]) }
        #expect(error?.message == "frame 150 does not exist: the source has 150 frames" && error?.place == "c.csv")
        #expect(try fitted([(100, 1), (149, 1)]) != nil)
    }

    @Test("fewer than five counts are used, with a wide interval and a sentence that says so")
    func few() throws {
        let few = try #require(try fitted([(60, 1), (90, 2), (120, 1)]))
        #expect(few.fit.labels == 3)
        #expect(few.doubts.contains { $0.hasPrefix("only 3 counted frames: the generic model still decides most") })
        let many = try #require(try fitted((0..<12).map { (60 + 7 * $0, Double(1 + $0 % 2)) }))
        #expect(!many.doubts.contains { $0.hasPrefix("only") })
        #expect(few.fit.halfWidth > many.fit.halfWidth && few.fit.relativeHalfWidth > many.fit.relativeHalfWidth)
    }

    @Test("counts that are all the same are named")
    func alike() throws {
        let alike = try #require(try fitted((0..<6).map { (60 + 10 * $0, 4) }))
        #expect(alike.doubts.contains { $0.hasPrefix("every frame was counted as 4.0") })
    }
}
