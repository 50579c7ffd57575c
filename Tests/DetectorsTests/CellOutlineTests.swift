import Detectors
import Testing

@Suite("the outline of what is strange")
struct CellOutlineTests {
    /// `#` is strange, `o` a little, `.` not at all; the strangest is looked for around the middle block.
    private func corners(_ rows: String...) -> [[Int]] {
        let values = rows.joined().map { $0 == "#" ? 2.0 : $0 == "o" ? 0.5 : 0 }
        let columns = rows[0].count
        let middle = rows.count / 2 * columns + columns / 2
        return CellOutline.corners(values, columns: columns, around: middle).map { [$0.x, $0.y] }
    }

    @Test("one block is a square, an L has six corners, a cross twelve, and holes are not told")
    func shapes() {
        #expect(corners("...", ".#.", "...") == [[1, 1], [2, 1], [2, 2], [1, 2]])
        #expect(corners("#..", "##.", "...") == [[0, 0], [1, 0], [1, 1], [2, 1], [2, 2], [0, 2]])
        #expect(corners(".#.", "###", ".#.").count == 12)
        #expect(corners("###", "#.#", "###") == [[0, 0], [3, 0], [3, 3], [0, 3]])
    }

    @Test("blocks that touch by a corner only, or that are far less strange, do not belong to it")
    func neighbours() {
        #expect(corners("#..", ".#.", "..#") == [[1, 1], [2, 1], [2, 2], [1, 2]])
        #expect(corners("...", "o#o", "...") == [[1, 1], [2, 1], [2, 2], [1, 2]])
        #expect(corners("...", "...", "...") == [])
    }

    @Test("the outline stays on the grid at its edges")
    func edges() {
        #expect(corners("###", "###", "###") == [[0, 0], [3, 0], [3, 3], [0, 3]])
        #expect(corners(".#", ".#") == [[1, 0], [2, 0], [2, 2], [1, 2]])
    }
}
