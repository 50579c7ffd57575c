/// The sizes of every plane of ``Evidence`` for one camera: fixed for the life of a ``Perceiver``.
public struct EvidenceGeometry: Sendable, Hashable {
    /// The picture as decoded.
    public let pictureWidth, pictureHeight: Int
    /// The analysis size: pixel planes.
    public let width, height: Int

    /// The analysis picture keeps the aspect and is never larger than what it is made of.
    /// - Precondition: the picture is at least 32×32.
    public init(pictureWidth: Int, pictureHeight: Int, analysisWidth: Int) {
        precondition(pictureWidth >= 32 && pictureHeight >= 32)
        self.pictureWidth = pictureWidth
        self.pictureHeight = pictureHeight
        width = min(pictureWidth, max(32, analysisWidth))
        height = min(pictureHeight, max(16, (2 * pictureHeight * width + pictureWidth) / (2 * pictureWidth)))
    }

    /// Cells of 8×8 pixels.
    public var columns: Int { width / Evidence.cellSize }
    public var rows: Int { height / Evidence.cellSize }
    /// Blocks of 16×16 pixels.
    public var blockColumns: Int { width / Evidence.blockSize }
    public var blockRows: Int { height / Evidence.blockSize }

    public var pixels: Int { width * height }
    public var cells: Int { columns * rows }
    public var blocks: Int { blockColumns * blockRows }
}
