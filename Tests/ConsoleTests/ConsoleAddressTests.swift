import Console
import EventStore
import Logging
import ServiceLifecycle
import Testing

@Suite("where the console listens")
struct ConsoleAddressTests {
    @Test(
        "loopback addresses are taken",
        arguments: ["127.0.0.1:7480", "localhost:0", "[::1]:7480", "127.8.9.10:1"])
    func loopback(_ text: String) throws {
        #expect(try ConsoleAddress(text).description == text)
    }

    @Test(
        "an address that others can reach is refused: there are no keys",
        arguments: ["0.0.0.0:7480", "[::]:7480", "192.168.1.10:80", "example.org:80", "127.0.0.1.example.org:80"])
    func foreign(_ text: String) {
        #expect { try ConsoleAddress(text) } throws: { ($0 as? ConsoleError)?.code == "E-CON-001" }
    }

    @Test("anything else is no address", arguments: ["", "7480", "127.0.0.1", "127.0.0.1:", "127.0.0.1:70000", ":80"])
    func nonsense(_ text: String) {
        #expect { try ConsoleAddress(text) } throws: { ($0 as? ConsoleError)?.code == "E-CON-002" }
    }

    @Test("a port that is taken is named")
    func taken() async throws {
        try await RunningConsole.with { console in
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let second = Console(
                address: try ConsoleAddress("127.0.0.1:\(console.port)"), reader: console.store.reader, logger: logger)
            await #expect {
                try await second.run()
            } throws: { error in
                (error as? PortTaken)?.description.contains("port \(console.port) of 127.0.0.1 is taken") == true
            }
        }
    }
}
