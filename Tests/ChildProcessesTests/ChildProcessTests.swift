import ChildProcesses
import Glibc
import Testing

@Suite struct ChildProcessTests {
    @Test("a child reads what it is given and is heard until it ends")
    func echo() throws {
        let child = try ChildProcess(path: "/bin/cat", arguments: [], input: .pipe, output: .pipe)
        try child.write(Array("bonjour\n".utf8))
        child.closeInput()
        #expect(try lines(of: child) == ["bonjour"])
        #expect(awaitExit(of: child) == .exited(code: 0))
    }

    @Test("a child has no descriptor but its three streams, however many are open here")
    func noLeak() throws {
        let (first, second) = (try ChildProcess.sleeping(), try ChildProcess.sleeping())
        let child = try ChildProcess(path: "/bin/ls", arguments: ["/proc/self/fd"], output: .pipe)
        // ls itself opens the folder as the fourth.
        #expect(try lines(of: child) == ["0", "1", "2", "3"])
        withExtendedLifetime((first, second)) {}
    }

    @Test("letting go of a child kills it and leaves no zombie")
    func noOrphan() throws {
        var child: ChildProcess? = try ChildProcess.sleeping()
        let processID = try #require(child?.processID)
        #expect(kill(processID, 0) == 0)
        child = nil
        #expect(kill(processID, 0) == -1 && errno == ESRCH)
    }

    @Test("an ignored signal is not inherited: a child still dies of SIGTERM")
    func signalActions() throws {
        signal(SIGTERM, SIG_IGN)
        defer { signal(SIGTERM, SIG_DFL) }
        let child = try ChildProcess.sleeping()
        child.signal(SIGTERM)
        #expect(awaitExit(of: child) == .killed(signal: SIGTERM))
    }

    @Test("a program that is not there is refused with its path")
    func missingProgram() throws {
        let error = #expect(throws: ChildProcessError.self) {
            try ChildProcess(path: "/nowhere/program", arguments: [])
        }
        #expect(error?.code == "E-PRC-002")
        #expect(error?.message.contains("/nowhere/program") == true)
    }

    @Test("writing to a child that has gone is an error, not the end of this process")
    func brokenPipe() throws {
        let child = try ChildProcess(path: "/bin/true", arguments: [], input: .pipe)
        #expect(awaitExit(of: child) == .exited(code: 0))
        #expect(throws: ChildProcessError.self) { try child.write([1]) }
    }

    @Test("starting and losing 300 children leaves no descriptor open")
    func descriptorsReturn() throws {
        let before = try openDescriptors()
        for _ in 0..<300 {
            _ = try ChildProcess(path: "/bin/true", arguments: [], input: .pipe, output: .pipe, errors: .pipe)
            _ = try? ChildProcess(path: "/nowhere", arguments: [], input: .pipe, output: .pipe, errors: .pipe)
        }
        // Other tests of this process open and close theirs meanwhile.
        #expect(try openDescriptors() < before + 100)
    }
}

@Suite struct WaitingTests {
    @Test("waiting ends when a descriptor becomes readable, or when the time is over")
    func readiness() throws {
        let wakeUp = try WakeUp()
        #expect(waitUntilReadable([wakeUp.descriptor], atMost: .milliseconds(20)).isEmpty)
        wakeUp.wake()
        #expect(waitUntilReadable([wakeUp.descriptor], atMost: .seconds(60)) == [wakeUp.descriptor])
    }
}

@Suite struct LineBufferTests {
    @Test("lines are the same however the stream is cut", arguments: 1...12)
    func cuts(size: Int) {
        let stream = Array("one\n\ntwo\nthree".utf8)
        var buffer = LineBuffer()
        var lines: [String] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            lines += buffer.take(Array(stream[start..<min(start + size, stream.count)]))
        }
        lines.append(buffer.finish())
        #expect(lines == ["one", "", "two", "three"])
    }

    @Test("a line without end is given in pieces instead of growing for ever")
    func endlessLine() {
        var buffer = LineBuffer()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: LineBuffer.lineLimit)
        let lengths = [piece, [UInt8(ascii: "y")]].map { bytes in buffer.take(bytes).map(\.count) }
        #expect(lengths == [[], [LineBuffer.lineLimit + 1]])
    }
}

extension ChildProcess {
    fileprivate static func sleeping() throws -> ChildProcess {
        try ChildProcess(path: "/bin/sleep", arguments: ["600"], input: .pipe, output: .pipe)
    }
}

private func openDescriptors() throws -> Int {
    try lines(of: ChildProcess(path: "/bin/ls", arguments: ["/proc/\(getpid())/fd"], output: .pipe)).count
}

/// Everything that the child writes until it closes its output.
private func lines(of child: ChildProcess) throws -> [String] {
    let output = try #require(child.output)
    var (buffer, lines) = (LineBuffer(), [String]())
    while true {
        guard !waitUntilReadable([output], atMost: .seconds(20)).isEmpty else { return lines + ["(time is over)"] }
        switch readAvailable(from: output) {
        case .bytes(let bytes): lines += buffer.take(bytes)
        case .nothing: continue
        case .ended: return lines
        }
    }
}

private func awaitExit(of child: ChildProcess) -> ChildProcess.ExitStatus? {
    for _ in 0..<2000 {
        if let status = child.reap() { return status }
        usleep(10_000)
    }
    return nil
}
