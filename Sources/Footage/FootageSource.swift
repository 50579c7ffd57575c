/// Opens whatever a `SOURCE` argument means, to be read once from beginning to end.
public enum FootageSource {
    /// - Parameters:
    ///   - picturesPerSecond: rate of a folder or pattern; `nil` for ``PictureSource/defaultRate``.
    ///   - credentials: used for streams only.
    ///   - plan: what is decoded of a video; of pictures each one is.
    ///   - stop: ends a blocking call.
    public static func open(
        _ location: SourceLocation, picturesPerSecond: Double? = nil, credentials: Credentials? = nil,
        plan: DecodePlan = .everything, stop: StopFlag = StopFlag()
    ) throws(FootageError) -> any FrameSource {
        switch location {
        case .file(let path):
            return try VideoSource(file: path, plan: plan, stop: stop)
        case .folder, .pattern:
            return try PictureSource(location, rate: picturesPerSecond ?? PictureSource.defaultRate, stop: stop)
        case .stream(let address):
            return try VideoSource(stream: address, credentials: credentials, plan: plan, stop: stop)
        }
    }
}
