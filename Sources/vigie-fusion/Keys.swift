import ArgumentParser
import Link

/// `vigie-fusion key`: what a gateway needs to know that it talks to this datacentre.
struct Key: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the datacentre's public key; makes the key pair when there is none.")

    @Option(help: "The service's data folder.") var data: String

    func run() throws {
        let directory = DataDirectory(path: data)
        try directory.create()
        print(try directory.keyPair().publicKey)
    }
}

/// `vigie-fusion enrol`: only enrolled gateways can send.
struct Enrol: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lets a gateway send. Takes effect within a second, also while the service runs.")

    @Option(help: "The service's data folder.") var data: String
    @Option(help: "Name of the gateway, as 'vigie-node --gateway' has it.") var gateway: String
    @Option(parsing: .unconditional, help: "The gateway's public key: the output of 'vigie-node key'.") var key: String

    func run() throws {
        let directory = DataDirectory(path: data)
        try directory.create()
        try directory.enrolledKeys().enrol(gateway: gateway, key: try CurvePublicKey(z85: key))
        print("enrolled \(gateway)")
    }
}
