extension Event {
    func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.identifier(eventUID, "event_uid")
        try check.identifier(ruleID, "rule_id")
        try check.identifier(zoneID, "zone_id")
        try check.text(profile, "profile")
        try check.identifier(bootID, "boot_id")
        try validateTimes(check)
        try validatePlace(check)
        try metric?.validate(at: path.field("metric"))
        try check.finite(confidence, "confidence")
        try quality.validate(at: path.field("quality"))
        try provenance.validate(at: path.field("provenance"))
        try check.identifier(authorisationID, "authorisation_id")
        try check.count(reasons.count, atMost: Self.reasonLimit, "reasons")
        for reason in reasons { try reason.validate(at: path.field("reasons")) }
    }

    private func validateTimes(_ check: FieldChecks) throws(EventCodingError) {
        try check.time(startedAt, "started_at")
        try check.time(updatedAt, "updated_at")
        try check.time(endedAt, "ended_at")
        try check.time(detectedAt, "detected_at")
        try check.time(emittedAt, "emitted_at")
    }

    private func validatePlace(_ check: FieldChecks) throws(EventCodingError) {
        if let box {
            let inside = FieldChecks(path: check.path.field("bbox"))
            for (value, name) in [(box.x, "x"), (box.y, "y"), (box.width, "w"), (box.height, "h")] {
                try inside.finite(value, name)
            }
        }
        try check.count(polygon.count, atMost: EventLimits.polygonPoints, "polygon")
        for point in polygon {
            try check.finite(point.x, "polygon")
            try check.finite(point.y, "polygon")
        }
        if let ground {
            let inside = FieldChecks(path: check.path.field("ground"))
            try inside.finite(ground.longitude, "lon")
            try inside.finite(ground.latitude, "lat")
            try inside.finite(ground.accuracyMetres, "accuracy_m")
        }
    }
}

extension Metric {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.identifier(name, "name")
        try check.finite(value, "value")
        try check.text(unit, "unit")
        try check.finite(threshold, "threshold")
        try check.finite(exitThreshold, "exit_threshold")
        try check.finite(holdSeconds, "hold_s")
        try check.finite(windowSeconds, "window_s")
        try check.finite(expectedLow, "expected_low")
        try check.finite(expectedHigh, "expected_high")
        try check.count(series.count, atMost: Self.seriesLimit, "series")
        for value in series { try check.finite(value, "series") }
    }
}

extension Reason {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.finite(value, "value")
        try check.text(unit, "unit")
        try check.finite(limit, "limit")
    }
}

extension Quality {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.finite(brightness, "brightness")
        try check.finite(blur, "blur")
        try check.finite(decodeFPS, "decode_fps")
        try check.finite(droppedRatio, "dropped_ratio")
    }
}

extension Provenance {
    fileprivate func validate(at path: String) throws(EventCodingError) {
        let check = FieldChecks(path: path)
        try check.text(configurationSHA256, "config_sha256")
        try check.text(calibrationSHA256, "calibration_sha256")
        try check.text(modelSHA256, "model_sha256")
        try check.text(build, "build")
        try check.text(kernelSet, "kernel_set")
    }
}
