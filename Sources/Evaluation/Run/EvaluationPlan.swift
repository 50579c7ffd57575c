internal import SceneRendering

/// What is to be run.
public struct EvaluationPlan: Sendable {
    public enum Selection: Sendable, Hashable {
        /// The scenes marked `quick`.
        case quick
        /// Those and the development footage where it is there.
        case quickAndFootage
        /// Everything.
        case all
        /// Scenes by name; `*` stands for any letters.
        case scenes([String])
        case footage
        /// Whole ordinary days, and disturbed ones, for the promised rates of false alarms.
        case days
    }

    /// Places whose ordinary days are gone through: people who go one way, and people who go both ways.
    private static let dayPlaces = ["place_concourse", "place_square"]
    /// Places that are disturbed for a day: small people, many who go one way, and few who go both ways.
    private static let disturbedPlaces = ["place_boulevard", "place_concourse", "place_square"]

    /// In the order of their names, real footage last.
    var cases: [any EvaluationCase] = []
    /// Scenes from which models are learnt.
    var lessons: [SceneCase] = []
    /// What cannot be run.
    public internal(set) var failures: [EvaluationFailure] = []

    /// - Parameters:
    ///   - scenes: folder of scene files.
    ///   - data: folder of the development footage.
    public init(_ selection: Selection, scenes folder: String, data: String) {
        let library = SceneLibrary(folder: folder)
        failures = library.failures
        switch selection {
        case .quick, .quickAndFootage: addScenes(library.quick, of: library)
        case .all: addScenes(library.scenes, of: library)
        case .scenes(let patterns): addScenes(matching: patterns, of: library)
        case .days:
            cases += library.scenes.filter { Self.dayPlaces.contains($0.name) }.map {
                NormalDaysCase(place: $0, folder: folder)
            }
            cases += library.scenes.filter { Self.disturbedPlaces.contains($0.name) }.map {
                DisturbedDayCase(place: $0, folder: folder)
            }
        case .footage: break
        }
        addFootage(data, selection)
    }

    private mutating func addScenes(matching patterns: [String], of library: SceneLibrary) {
        var names = Set<String>()
        for pattern in patterns {
            let found = library.scenes.filter { ScenePattern(pattern).matches($0.name) }.map(\.name)
            names.formUnion(found)
            if found.isEmpty, !failures.contains(where: { ScenePattern(pattern).matches($0.name) }) {
                failures.append(
                    EvaluationFailure(
                        name: pattern, EvaluationError(.unknownScene, "there is no such scene", place: pattern)))
            }
        }
        failures.removeAll { failure in
            !patterns.contains { ScenePattern($0).matches(failure.name) || $0 == failure.name }
        }
        addScenes(library.scenes.filter { names.contains($0.name) }, of: library)
    }

    private mutating func addScenes(_ scenes: [SceneCase], of library: SceneLibrary) {
        var wanted = Set<String>()
        for scene in scenes {
            guard let lesson = scene.learnsFrom else {
                cases.append(scene)
                continue
            }
            guard library.scenes.contains(where: { $0.name == lesson }) else {
                let error = EvaluationError(
                    .unknownScene, "it learns from \(lesson), which is not there", place: scene.name)
                failures.append(EvaluationFailure(name: scene.name, error))
                continue
            }
            wanted.insert(lesson)
            cases.append(scene)
        }
        lessons = library.scenes.filter { wanted.contains($0.name) }
    }

    private mutating func addFootage(_ data: String, _ selection: Selection) {
        guard selection == .all || selection == .footage || selection == .quickAndFootage else { return }
        do throws(EvaluationError) {
            cases += try DevelopmentFootage(folder: data).cases()
        } catch {
            // Most have no such footage; who asks for it by name is told.
            if selection == .footage { failures.append(EvaluationFailure(name: "footage", error)) }
        }
    }
}

/// A case that could not be run, or was not.
public struct EvaluationFailure: Error, Sendable {
    public let name: String
    /// What happened, in the words of whoever noticed it.
    public let message: String

    init(name: String, _ error: any Error) {
        self.name = name
        // A case fails with the scene that it learns from.
        message = (error as? EvaluationFailure).map { "\($0.name): \($0.message)" } ?? "\(error)"
    }
}
