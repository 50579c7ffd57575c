import ArgumentParser
import Foundation
import Node
import Scene

/// `vigie-node acknowledge`: somebody has seen to an object.
struct Acknowledge: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says that somebody has seen to an abandoned object: its event goes on, as INFO, until it is gone.",
        discussion: """
            Asks the node that runs with this data folder, as the account that runs it or as root; who asks is in the \
            node's log. 'vigie-fusion query events' shows the event_uid.

              vigie-node acknowledge --data /var/lib/vigie-node 3f9c01d2a4b5c6d7-4

            Exit codes: 0 done, 65 there is no such event, 69 no node runs with this data folder.
            """)

    @Option(help: "The node's data folder.") var data: String
    @Argument(help: ArgumentHelp("The event.", valueName: "event_uid")) var event: String

    func run() throws {
        let settings = NodeSettings(dataPath: data, camerasPath: "", siteID: "", gatewayID: "")
        let answer = try ControlClient(settings: settings).ask(AgentOrder(acknowledge: event))
        if let refusal = answer.refusal { throw NodeError.refused(event, reason: refusal) }
        print("acknowledged: \(event)")
    }
}
