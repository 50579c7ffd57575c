import PixelKernels
import Testing

@Suite struct KernelSetTests {
    @Test("without an override the fastest set of this processor runs")
    func fastest() throws {
        #expect(try KernelSet.chosen(override: nil) == KernelSet.available.last)
        #expect(try KernelSet.chosen(override: "") == KernelSet.available.last)
        #expect(KernelSet.available.first == .scalar && KernelSet.available.count >= 2)
    }

    @Test("each set that this processor has can be asked for by its name", arguments: KernelSet.available)
    func named(set: KernelSet) throws {
        #expect(try KernelSet.chosen(override: set.rawValue) == set)
    }

    @Test("an unknown name is refused, with a code, the name and what there is")
    func unknown() {
        let error = #expect(throws: KernelSetError.self) { try KernelSet.chosen(override: "avx9") }
        #expect(error?.code.rawValue == "E-KRN-001")
        #expect(error?.description.contains("'avx9'") == true && error?.remedy.contains("scalar, ") == true)
    }

    @Test("a set of another processor is refused")
    func impossible() {
        #if arch(x86_64)
            let other = "neon"
        #else
            let other = "x86-64-v3"
        #endif
        let error = #expect(throws: KernelSetError.self) { try KernelSet.chosen(override: other) }
        #expect(error?.code.rawValue == "E-KRN-002")
    }
}
