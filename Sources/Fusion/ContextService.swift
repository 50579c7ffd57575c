public import EventStore
import Events
public import Logging
public import ServiceLifecycle

/// Keeps the store's context at hand: the last 31 days and the next two, again each hour. Events are joined with it by
/// their hour, in the store.
public struct ContextService: Service {
    private let sources: ContextSources
    private let store: EventStore
    private let logger: Logger

    public init(sources: ContextSources, store: EventStore, logger: Logger) {
        self.sources = sources
        self.store = store
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                refresh(at: .now)
                try? await Task.sleep(for: .seconds(3600))
            }
        }
    }

    /// Context is a convenience beside events: when it cannot be stored, that is said and the service goes on.
    private func refresh(at now: Timestamp) {
        let hours = sources.hours(
            from: now.advanced(bySeconds: -31 * 86_400), to: now.advanced(bySeconds: 2 * 86_400))
        do {
            try store.storeContext(hours)
            logger.info("context stored", metadata: ["context.hours": "\(hours.count)"])
        } catch {
            logger.error("context not stored", metadata: ["error": "\(error)"])
        }
    }
}
