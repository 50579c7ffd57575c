/// The version of the agent and of the command line, carried in provenance.
public enum AgentVersion {
    public static let current = "0.1.0"
}
