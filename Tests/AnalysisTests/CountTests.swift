import Analysis
import Testing

@Suite("counted frames")
struct CountTests {
    private let zones: Set = ["all", "hall, north"]

    private func error(_ text: String) -> CountTableError? {
        do throws(CountTableError) {
            _ = try CountTable(text: text, file: "c.csv", zones: zones)
            return nil
        } catch {
            return error
        }
    }

    @Test("a table reads back as it was written, quoted zones and uncounted frames included")
    func roundTrip() throws {
        let table = CountTable(rows: [
            CountTable.Row(frame: 0, zoneID: "all", count: 31),
            CountTable.Row(frame: 125, zoneID: "hall, north", count: 2.5),
            CountTable.Row(frame: 250, zoneID: "all", count: nil),
        ])
        #expect(try CountTable(text: table.text, file: "c.csv", zones: zones) == table)
    }

    @Test("columns may come in any order, with others between them and blank lines around")
    func order() throws {
        let table = try CountTable(text: "zone,who,count,frame\r\n\r\nall,me,3,7\r\n", file: "c.csv", zones: zones)
        #expect(table.rows == [CountTable.Row(frame: 7, zoneID: "all", count: 3)])
    }

    @Test(
        "what is wrong is named with its line",
        arguments: [
            ("frame,zone,count\n0,all,3\n1,alll,3\n", 3), ("frame,zone,count\n\n-1,all,3\n", 3),
            ("frame,zone,count\n0,all,many\n", 2), ("frame,zone,count\n0,all\n", 2), ("frame,zone\n0,all\n", 1),
            ("frame,zone,count\n0,all,-2\n", 2), ("frame,zone,count\n0,all,nan\n", 2),
        ])
    func errors(text: String, line: Int) {
        #expect(error(text)?.line == line)
        #expect(error(text)?.place == "c.csv:\(line)")
    }

    @Test("an empty table and a frame counted twice are refused")
    func whole() {
        #expect(error("frame,zone,count\n")?.code == .empty)
        #expect(error("")?.code == .empty)
        #expect(error("frame,zone,count\n5,all,1\n5,all,2\n")?.message.contains("twice") == true)
    }
}
