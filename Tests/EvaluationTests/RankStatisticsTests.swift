import Testing

@testable import Evaluation

@Suite("ranking frames")
struct RankStatisticsTests {
    @Test("ties between normal and abnormal frames count half")
    func ties() {
        #expect(RankStatistics.auc([1, 2, 2, 3], [false, false, true, true]) == 0.875)
        #expect(RankStatistics.auc([1, 1, 1, 1], [false, true, false, true]) == 0.5)
        #expect(RankStatistics.auc([1, 2], [true, true]) == nil)
    }
}
