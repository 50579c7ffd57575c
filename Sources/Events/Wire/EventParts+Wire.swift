import EventsWire
import SwiftProtobuf

extension Box {
    var wire: WireBox {
        WireBox.with { ($0.x, $0.y, $0.w, $0.h) = (x, y, width, height) }
    }

    init(wire: WireBox, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            x: try fields.required(wire.hasX, wire.x, "x"), y: try fields.required(wire.hasY, wire.y, "y"),
            width: try fields.required(wire.hasW, wire.w, "w"), height: try fields.required(wire.hasH, wire.h, "h"))
    }
}

extension PicturePoint {
    var wire: WirePoint {
        WirePoint.with { ($0.x, $0.y) = (x, y) }
    }

    init(wire: WirePoint, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            x: try fields.required(wire.hasX, wire.x, "x"), y: try fields.required(wire.hasY, wire.y, "y"))
    }
}

extension GroundPlace {
    var wire: WireGroundPlace {
        WireGroundPlace.with { ($0.lon, $0.lat, $0.accuracyM) = (longitude, latitude, accuracyMetres) }
    }

    init(wire: WireGroundPlace, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            longitude: try fields.required(wire.hasLon, wire.lon, "lon"),
            latitude: try fields.required(wire.hasLat, wire.lat, "lat"),
            accuracyMetres: try fields.required(wire.hasAccuracyM, wire.accuracyM, "accuracy_m"))
    }
}

extension FrameReference {
    var wire: WireFrameReference {
        WireFrameReference.with {
            ($0.pts, $0.index, $0.width, $0.height) = (pts, index, Int64(width), Int64(height))
        }
    }

    init(wire: WireFrameReference, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            pts: try fields.required(wire.hasPts, wire.pts, "pts"),
            index: try fields.required(wire.hasIndex, wire.index, "index"),
            width: try fields.integer(wire.hasWidth, wire.width, "width"),
            height: try fields.integer(wire.hasHeight, wire.height, "height"))
    }
}

extension Metric {
    var wire: WireMetric {
        WireMetric.with {
            $0.name = name
            $0.value = value
            $0.unit = unit
            if let threshold { $0.threshold = threshold }
            if let exitThreshold { $0.exitThreshold = exitThreshold }
            if let holdSeconds { $0.holdS = holdSeconds }
            if let windowSeconds { $0.windowS = windowSeconds }
            if let expectedLow { $0.expectedLow = expectedLow }
            if let expectedHigh { $0.expectedHigh = expectedHigh }
            $0.series = series
        }
    }

    init(wire: WireMetric, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        // Before the initialiser, which would keep the last values only.
        try FieldChecks(path: path).count(wire.series.count, atMost: Self.seriesLimit, "series")
        self.init(
            name: try fields.required(wire.hasName, wire.name, "name"),
            value: try fields.required(wire.hasValue, wire.value, "value"),
            unit: try fields.required(wire.hasUnit, wire.unit, "unit"),
            threshold: wire.hasThreshold ? wire.threshold : nil,
            exitThreshold: wire.hasExitThreshold ? wire.exitThreshold : nil,
            holdSeconds: wire.hasHoldS ? wire.holdS : nil,
            windowSeconds: wire.hasWindowS ? wire.windowS : nil,
            expectedLow: wire.hasExpectedLow ? wire.expectedLow : nil,
            expectedHigh: wire.hasExpectedHigh ? wire.expectedHigh : nil,
            series: wire.series)
    }
}

extension Reason {
    var wire: WireReason {
        WireReason.with {
            $0.name = name.wire
            $0.value = value
            $0.unit = unit
            if let limit { $0.limit = limit }
        }
    }

    init(wire: WireReason, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            try fields.required(wire.hasName, wire.name, "name"),
            try fields.required(wire.hasValue, wire.value, "value"),
            unit: try fields.required(wire.hasUnit, wire.unit, "unit"), limit: wire.hasLimit ? wire.limit : nil)
    }
}

extension Quality {
    var wire: WireQuality {
        WireQuality.with {
            $0.brightness = brightness
            $0.blur = blur
            $0.decodeFps = decodeFPS
            $0.droppedRatio = droppedRatio
            $0.calibrationState = calibrationState.wire
        }
    }

    init(wire: WireQuality, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            brightness: try fields.required(wire.hasBrightness, wire.brightness, "brightness"),
            blur: try fields.required(wire.hasBlur, wire.blur, "blur"),
            decodeFPS: try fields.required(wire.hasDecodeFps, wire.decodeFps, "decode_fps"),
            droppedRatio: try fields.required(wire.hasDroppedRatio, wire.droppedRatio, "dropped_ratio"),
            calibrationState: try fields.required(
                wire.hasCalibrationState, wire.calibrationState, "calibration_state"))
    }
}

extension Provenance {
    var wire: WireProvenance {
        WireProvenance.with {
            $0.configSha256 = configurationSHA256
            $0.calibrationSha256 = calibrationSHA256
            $0.modelSha256 = modelSHA256
            $0.build = build
            $0.kernelSet = kernelSet
        }
    }

    init(wire: WireProvenance, at path: String) throws(EventCodingError) {
        let fields = try WireFields(wire, at: path)
        self.init(
            configurationSHA256: try fields.required(wire.hasConfigSha256, wire.configSha256, "config_sha256"),
            calibrationSHA256: try fields.required(
                wire.hasCalibrationSha256, wire.calibrationSha256, "calibration_sha256"),
            modelSHA256: try fields.required(wire.hasModelSha256, wire.modelSha256, "model_sha256"),
            build: try fields.required(wire.hasBuild, wire.build, "build"),
            kernelSet: try fields.required(wire.hasKernelSet, wire.kernelSet, "kernel_set"))
    }
}
