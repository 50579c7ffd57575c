import Footage
import Testing

@Suite("which of a camera's streams is analysed")
struct StreamChoiceTests {
    @Test(
        "the smallest that is not below the analysis width, else the widest there is",
        arguments: [
            ([1920, 640], 640, 1), ([1920, 352], 640, 0), ([1920, 704], 640, 1), ([352, 480], 640, 1),
            ([640, 640], 640, 0), ([1920, nil], 640, 0), ([nil, 352], 640, 1),
        ] as [([Int?], Int, Int)])
    func best(widths: [Int?], analysisWidth: Int, expected: Int) {
        #expect(StreamChoice.best(widths: widths, analysisWidth: analysisWidth) == expected)
    }

    @Test("there is none when none can be had")
    func none() {
        #expect(StreamChoice.best(widths: [nil, nil], analysisWidth: 640) == nil)
    }
}
