import Events
import EventsTestSupport
import Ingest
import Testing
import Uplink

@Suite struct ProtocolTests {
    @Test(
        "whatever the network and the restarts do, nothing is lost, doubled or out of order, and all arrives in the end"
    )
    func simulation() throws {
        var generator = SeededGenerator.printed("protocol simulation")
        for _ in 0..<10 {
            var simulation = Simulation(generator: SeededGenerator(seed: generator.next()))
            for _ in 0..<6_000 {
                if generator.chance(0.2) { simulation.issue(.random(in: 1...8, using: &generator)) }
                try simulation.step()
            }
            #expect(simulation.oracle.violations.isEmpty)
            #expect(simulation.restarts > 0 && simulation.doubledCommits > 0)
            simulation.faults = false
            var steps = 0
            while !simulation.isDelivered, steps < 12_000 {
                try simulation.step()
                steps += 1
            }
            #expect(simulation.isDelivered && simulation.oracle.violations.isEmpty)
            #expect(simulation.mostInFlight <= 8)
            #expect(!simulation.notices.contains { if case .hole = $0 { true } else { false } })
        }
    }

    @Test("without faults nothing is sent twice")
    func quiet() throws {
        var simulation = Simulation(generator: SeededGenerator(seed: 1))
        simulation.faults = false
        for _ in 0..<3_000 {
            simulation.issue(3)
            try simulation.step()
        }
        for _ in 0..<100 { try simulation.step() }
        #expect(simulation.isDelivered && simulation.doubledCommits == 0)
    }
}
