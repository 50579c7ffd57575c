extension Box {
    var json: JSONValue {
        .object(["x": .number(x), "y": .number(y), "w": .number(width), "h": .number(height)])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        self.init(
            x: try fields.number("x"), y: try fields.number("y"), width: try fields.number("w"),
            height: try fields.number("h"))
        try fields.finish()
    }
}

extension GroundPlace {
    var json: JSONValue {
        .object(["lon": .number(longitude), "lat": .number(latitude), "accuracy_m": .number(accuracyMetres)])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        self.init(
            longitude: try fields.number("lon"), latitude: try fields.number("lat"),
            accuracyMetres: try fields.number("accuracy_m"))
        try fields.finish()
    }
}

extension FrameReference {
    var json: JSONValue {
        .object([
            "pts": .integer(pts), "index": .integer(index), "width": .integer(Int64(width)),
            "height": .integer(Int64(height)),
        ])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        self.init(
            pts: try fields.int64("pts"), index: try fields.int64("index"), width: try fields.integer("width"),
            height: try fields.integer("height"))
        try fields.finish()
    }
}

extension Metric {
    var json: JSONValue {
        .object(present: [
            "name": .string(name),
            "value": .number(value),
            "unit": .string(unit),
            "threshold": threshold.map(JSONValue.number),
            "exit_threshold": exitThreshold.map(JSONValue.number),
            "hold_s": holdSeconds.map(JSONValue.number),
            "window_s": windowSeconds.map(JSONValue.number),
            "expected_low": expectedLow.map(JSONValue.number),
            "expected_high": expectedHigh.map(JSONValue.number),
            "series": series.isEmpty ? nil : .array(series.map(JSONValue.number)),
        ])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        let series = try fields.numbers("series")
        // Before the initialiser, which would keep the last values only.
        try FieldChecks(path: path).count(series.count, atMost: Self.seriesLimit, "series")
        self.init(
            name: try fields.string("name"), value: try fields.number("value"), unit: try fields.string("unit"),
            threshold: try fields.optionalNumber("threshold"),
            exitThreshold: try fields.optionalNumber("exit_threshold"),
            holdSeconds: try fields.optionalNumber("hold_s"), windowSeconds: try fields.optionalNumber("window_s"),
            expectedLow: try fields.optionalNumber("expected_low"),
            expectedHigh: try fields.optionalNumber("expected_high"), series: series)
        try fields.finish()
    }
}

extension Reason {
    var json: JSONValue {
        .object(present: [
            "name": .string(name.rawValue), "value": .number(value), "unit": .string(unit),
            "limit": limit.map(JSONValue.number),
        ])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        self.init(
            try fields.choice("name"), try fields.number("value"), unit: try fields.string("unit"),
            limit: try fields.optionalNumber("limit"))
        try fields.finish()
    }
}

extension Quality {
    var json: JSONValue {
        .object([
            "brightness": .number(brightness), "blur": .number(blur), "decode_fps": .number(decodeFPS),
            "dropped_ratio": .number(droppedRatio), "calibration_state": .string(calibrationState.rawValue),
        ])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        self.init(
            brightness: try fields.number("brightness"), blur: try fields.number("blur"),
            decodeFPS: try fields.number("decode_fps"), droppedRatio: try fields.number("dropped_ratio"),
            calibrationState: try fields.choice("calibration_state"))
        try fields.finish()
    }
}

extension Provenance {
    var json: JSONValue {
        .object([
            "config_sha256": .string(configurationSHA256), "calibration_sha256": .string(calibrationSHA256),
            "model_sha256": .string(modelSHA256), "build": .string(build), "kernel_set": .string(kernelSet),
        ])
    }

    init(json: JSONValue, at path: String) throws(EventCodingError) {
        var fields = try JSONFields(json, at: path)
        self.init(
            configurationSHA256: try fields.string("config_sha256"),
            calibrationSHA256: try fields.string("calibration_sha256"),
            modelSHA256: try fields.string("model_sha256"), build: try fields.string("build"),
            kernelSet: try fields.string("kernel_set"))
        try fields.finish()
    }
}
