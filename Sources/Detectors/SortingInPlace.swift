extension Array where Element == Double {
    /// Sorts in ascending order without memory of its own: the standard library's sort borrows half the array's size
    /// from the heap. Heapsort (Williams 1964); no value may be NaN.
    mutating func sortInPlace() {
        withUnsafeMutableBufferPointer { numbers in
            for root in stride(from: numbers.count / 2 - 1, through: 0, by: -1) {
                Self.siftDown(numbers, from: root, count: numbers.count)
            }
            for last in stride(from: numbers.count - 1, to: 0, by: -1) {
                numbers.swapAt(0, last)
                Self.siftDown(numbers, from: 0, count: last)
            }
        }
    }

    private static func siftDown(_ numbers: UnsafeMutableBufferPointer<Double>, from first: Int, count: Int) {
        let value = numbers[first]
        var hole = first
        while 2 * hole + 1 < count {
            var child = 2 * hole + 1
            if child + 1 < count, numbers[child] < numbers[child + 1] { child += 1 }
            guard value < numbers[child] else { break }
            numbers[hole] = numbers[child]
            hole = child
        }
        numbers[hole] = value
    }
}
