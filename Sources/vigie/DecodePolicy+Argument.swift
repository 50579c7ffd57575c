public import ArgumentParser
public import Scene

/// `--decode economy`.
extension DecodePolicy: ExpressibleByArgument {}
