import ArgumentParser
import Link
import Node

/// `vigie-node key`: what the datacentre needs to enrol this gateway.
struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the gateway's public key; makes the key pair when there is none.")

    @Option(help: "The node's data folder.") var data: String

    func run() throws {
        let settings = NodeSettings(dataPath: data, camerasPath: "", siteID: "", gatewayID: "")
        try settings.createFolders()
        print(try CurveKeyPair.loadOrGenerate(at: settings.keyPath).publicKey)
    }
}
