import ArgumentParser
import Console
import EventStore
import Events
import Fusion

/// `vigie-fusion query`: questions to the store, also while the service runs.
struct Query: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Answers questions from the database, also while the service runs.",
        subcommands: [QueryEvents.self, QueryCounts.self, QueryLive.self])
}

/// What every question has.
struct Asking: ParsableArguments {
    @Option(help: "The service's data folder.") var data: String
    @Flag(help: "Print JSON, the same as the API answers.") var json = false

    func reader() throws -> EventReader { try EventReader(directory: data) }
}

/// Where and when to look.
struct Scope: ParsableArguments {
    @Option(help: "Only this camera.") var camera: String?
    @Option(help: "Only this zone.") var zone: String?
    @Option(parsing: .unconditional, help: "From this moment: RFC 3339, 'now', or so long ago such as -10m.")
    var from: Moment?
    @Option(parsing: .unconditional, help: "Before this moment, in the same forms.")
    var to: Moment?
}

/// A moment on the command line.
struct Moment: ExpressibleByArgument {
    let expression: TimeExpression

    init?(argument: String) {
        guard let expression = TimeExpression(argument) else { return nil }
        self.expression = expression
    }

    func time(at now: Timestamp) -> Timestamp { expression.time(at: now) }
}

/// A use case on the command line.
struct UseCaseName: ExpressibleByArgument {
    let useCase: UseCase

    init?(argument: String) {
        guard let useCase = UseCase(rawValue: argument) else { return nil }
        self.useCase = useCase
    }

    static var allValueStrings: [String] { UseCase.allCases.map(\.rawValue) }
}

/// `vigie-fusion query events`.
struct QueryEvents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "Events, the latest first, with what was known of the city then.")

    @OptionGroup var asking: Asking
    @OptionGroup var scope: Scope
    @Option(help: "Only this use case.") var useCase: UseCaseName?
    @Option(help: "At most so many.") var limit = 100

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit: give a number from 1 to 10000") }
    }

    func run() async throws {
        let now = Timestamp.now
        let reader = try asking.reader()
        let filter = EventFilter(
            cameraID: scope.camera, zoneID: scope.zone, useCase: useCase?.useCase, from: scope.from?.time(at: now),
            to: scope.to?.time(at: now), limit: limit)
        if asking.json {
            print(try await Answers(reader: reader).events(filter, at: now))
        } else {
            let lives = try await reader.lives(filter)
            print(TextReports.events(lives, context: try await reader.context(of: lives), at: now), terminator: "")
        }
    }
}

/// `vigie-fusion query counts`.
struct QueryCounts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "counts",
        abstract: "Persons per minute and zone; the last ten minutes unless told. Minutes not seen are unknown.")

    @OptionGroup var asking: Asking
    @OptionGroup var scope: Scope

    func run() async throws {
        let now = Timestamp.now
        let reader = try asking.reader()
        let filter = CountFilter(
            cameraID: scope.camera, zoneID: scope.zone,
            from: scope.from?.time(at: now) ?? now.advanced(bySeconds: -600), to: scope.to?.time(at: now) ?? now)
        if asking.json {
            print(try await Answers(reader: reader).counts(filter, at: now))
        } else {
            let context = ContextJoin(try await reader.contextHours(from: filter.from, to: filter.to))
            print(TextReports.counts(try await reader.counts(filter), context: context), terminator: "")
        }
    }
}

/// `vigie-fusion query live`.
struct QueryLive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "live", abstract: "What is live now; what is not seen is unknown, never quiet.")

    @OptionGroup var asking: Asking
    @Option(help: "Only this camera.") var camera: String?
    @Option(help: "Only this zone.") var zone: String?

    func run() async throws {
        let view = try await asking.reader().liveView(at: .now).limited(toCamera: camera, zone: zone)
        if asking.json { print(view.json) } else { print(TextReports.live(view), terminator: "") }
    }
}
