import Events
import Foundation
import Testing

@testable import Evaluation

/// Two rendered scenes, and what the Python scorers of the development footage said of them.
@Suite("scores agree with the Python scorers to the digit")
struct ScorerAgreementTests {
    private static let folder = "fixtures/evaluation"
    private static let tools = "../shared/tools"

    private struct Clip: Decodable {
        struct Thing: Decodable {
            var box: [Double]
            var owner_left: Double
            var removed: Double?
        }

        var w, h: Double
        var objects: [Thing]
    }

    private func lines(_ name: String) throws -> RunLines {
        var lines = RunLines()
        let text = try String(contentsOfFile: "\(Self.folder)/\(name).jsonl", encoding: .utf8)
        for line in text.split(separator: "\n") { try lines.add(String(line)) }
        return lines
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(name)")))
    }

    private func figures() throws -> [String] {
        let points = try decoded([String: [[Double]]].self, "flow.points.json")
        let truth = points.sorted { $0.key < $1.key }.map(\.value.count)
        let flow = try lines("flow")
        let density = try DensityScore(flow.density, truth: truth, zone: "all", skip: 300)
        let clip = try #require(try decoded([String: Clip].self, "bag.objects.json")["bag"])
        let objects = clip.objects.map { thing in
            ObjectScore.Truth(
                box: Box(
                    x: thing.box[0] / clip.w, y: thing.box[1] / clip.h, width: thing.box[2] / clip.w,
                    height: thing.box[3] / clip.h), ownerLeft: thing.owner_left, removed: thing.removed)
        }
        let labels = try #require(try decoded([String: [Int]].self, "flow.labels.json")["flow"])
        let anomaly = try AnomalyScore([
            AnomalyScore.Recording(
                rows: flow.anomalies, isAbnormal: labels.map { $0 != 0 }, framesPerSecond: 15)
        ])
        let object = ObjectScore(try lines("bag").objects, truth: objects, rule: 10)
        return ["\(density)", "\(object)", "\(anomaly)"]
    }

    @Test("density, objects and anomaly of two rendered scenes are what is written beside them")
    func golden() throws {
        let expected = try String(contentsOfFile: "\(Self.folder)/expected.txt", encoding: .utf8)
        #expect(try figures() == expected.split(separator: "\n").map(String.init))
    }

    private static let commands = [
        ["score_density.py", "flow.jsonl", "flow.points.json", "--skip", "300"],
        ["score_objects.py", "bag.jsonl", "bag.objects.json", "bag", "--rule", "10"],
        ["score_anomaly.py", "flow.labels.json", "flow=flow.jsonl"],
    ]

    private static func python(_ arguments: [String]) -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return (-1, "") }
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    private static let canRun =
        FileManager.default.fileExists(atPath: "\(tools)/score_anomaly.py")
        && python(["-c", "import numpy"]).status == 0

    @Test(
        "the Python scorers, run now, say the same",
        .enabled(if: canRun, "needs the scorers beside ../shared/data, and python3 with numpy"))
    func live() throws {
        let tools = URL(fileURLWithPath: Self.tools).path
        let said = Self.commands.map { command in
            Self.python(["\(tools)/\(command[0])"] + command.dropFirst()).output.split(separator: "\n").last ?? ""
        }
        #expect(try figures() == said.map(String.init))
    }
}
