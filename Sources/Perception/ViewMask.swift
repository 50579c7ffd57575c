import Events
import Scene

/// Where the picture may be looked at: privacy and exclude zones, letterbox bars.
final class ViewMask {
    /// 1 where a cell may be looked at, else 0.
    let cells: Plane<UInt8>
    private let allowed: Plane<UInt8>
    private let spans: [Span]
    private let geometry: EvidenceGeometry
    private var bars: Bars?
    private var pending: Bars?
    private var nextCheck = 0.0

    /// Pixels of one row that are blackened.
    private struct Span { let row, first, end: Int }

    /// Black rows and columns at the picture's borders, in pixels.
    private struct Bars: Equatable { var top = 0, bottom = 0, left = 0, right = 0 }

    init(geometry: EvidenceGeometry, zones: [Zone]) {
        self.geometry = geometry
        cells = Plane(width: geometry.columns, height: geometry.rows, filledWith: 1)
        allowed = Plane(width: geometry.columns, height: geometry.rows, filledWith: 1)
        spans = Self.spans(of: zones.filter { $0.kind == .privacy }.map(\.polygon), geometry)
        exclude(zones.filter { $0.kind == .exclude }.map(\.polygon))
        for span in spans where span.row / Evidence.cellSize < geometry.rows {
            for column in span.first / Evidence.cellSize...(span.end - 1) / Evidence.cellSize
            where column < geometry.columns {
                allowed.base[span.row / Evidence.cellSize * geometry.columns + column] = 0
            }
        }
        cells.copy(from: allowed)
    }

    func reset() {
        (bars, pending, nextCheck) = (nil, nil, 0)
        cells.copy(from: allowed)
    }

    /// Blackens what is private, before anything else sees the picture.
    func blacken(_ luma: UnsafeMutablePointer<UInt8>) {
        for span in spans {
            luma.advanced(by: span.row * geometry.width + span.first).update(
                repeating: 0, count: span.end - span.first)
        }
    }

    /// Looks for letterbox bars every 5 s; what the first look finds holds at once, a change must be seen twice.
    func findBars(_ luma: UnsafePointer<UInt8>, time: Double) {
        guard time >= nextCheck else { return }
        nextCheck = time + 5
        let found = Self.bars(luma, geometry)
        if found != bars, bars == nil || found == pending {
            bars = found
            apply(found)
        }
        pending = found
    }

    private func apply(_ bars: Bars) {
        let size = Evidence.cellSize
        for row in 0..<geometry.rows {
            for column in 0..<geometry.columns {
                let (x, y) = (column * size, row * size)
                let isBar =
                    y < bars.top || y + size > geometry.height - bars.bottom || x < bars.left
                    || x + size > geometry.width - bars.right
                let index = row * geometry.columns + column
                cells.base[index] = isBar ? 0 : allowed.base[index]
            }
        }
    }

    private func exclude(_ polygons: [Polygon]) {
        let size = Double(Evidence.cellSize)
        for row in 0..<geometry.rows {
            for column in 0..<geometry.columns {
                let centre = PicturePoint(
                    x: (Double(column) + 0.5) * size / Double(geometry.width),
                    y: (Double(row) + 0.5) * size / Double(geometry.height))
                if polygons.contains(where: { $0.contains(centre) }) {
                    allowed.base[row * geometry.columns + column] = 0
                }
            }
        }
    }

    /// Every pixel that a polygon touches, one pixel of margin included: a reduced pixel mixes its neighbours.
    private static func spans(of polygons: [Polygon], _ geometry: EvidenceGeometry) -> [Span] {
        guard !polygons.isEmpty else { return [] }
        let (width, height) = (geometry.width, geometry.height)
        let inside = (0..<width * height).map { index in
            let point = PicturePoint(
                x: (Double(index % width) + 0.5) / Double(width), y: (Double(index / width) + 0.5) / Double(height))
            return polygons.contains { $0.contains(point) }
        }
        var spans: [Span] = []
        for y in 0..<height {
            var first: Int?
            for x in 0...width {
                let isPrivate = x < width && Self.touches(inside, x, y, width, height)
                if isPrivate, first == nil { first = x }
                if !isPrivate, let start = first {
                    spans.append(Span(row: y, first: start, end: x))
                    first = nil
                }
            }
        }
        return spans
    }

    private static func touches(_ inside: [Bool], _ x: Int, _ y: Int, _ width: Int, _ height: Int) -> Bool {
        for ny in max(0, y - 1)...min(height - 1, y + 1) {
            for nx in max(0, x - 1)...min(width - 1, x + 1) where inside[ny * width + nx] { return true }
        }
        return false
    }

    /// Bars are black (at most 28) and flat (at most 12 apart); a picture that is mostly so has none, it is dark.
    private static func bars(_ luma: UnsafePointer<UInt8>, _ geometry: EvidenceGeometry) -> Bars {
        let (width, height) = (geometry.width, geometry.height)
        func isBlack(first: Int, step: Int, count: Int) -> Bool {
            var (low, high): (UInt8, UInt8) = (255, 0)
            for index in 0..<count {
                let value = luma[first + index * step]
                low = min(low, value)
                high = max(high, value)
            }
            return high <= 28 && high - low <= 12
        }
        func run(_ limit: Int, _ isBar: (Int) -> Bool) -> Int {
            var length = 0
            while length < limit, isBar(length) { length += 1 }
            return length
        }
        let bars = Bars(
            top: run(height / 3) { isBlack(first: $0 * width, step: 1, count: width) },
            bottom: run(height / 3) { isBlack(first: (height - 1 - $0) * width, step: 1, count: width) },
            left: run(width / 3) { isBlack(first: $0, step: width, count: height) },
            right: run(width / 3) { isBlack(first: width - 1 - $0, step: width, count: height) })
        let isDark = bars.top + bars.bottom >= 3 * height / 5 || bars.left + bars.right >= 3 * width / 5
        return isDark ? Bars() : bars
    }
}
