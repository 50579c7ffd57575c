internal import Events
internal import Scene
internal import StrictYAML

extension CameraReader {
    private static let commonKeys = ["id", "use_case", "zone", "mode", "cooldown_s"]
    /// The modes that a camera file may ask for; statistics and exercises are decided elsewhere.
    private static let modes: [Mode] = [.shadow, .alert]
    private static let day = 86_400.0

    func rules(_ node: YAMLNode, zones: [Zone], calendar: CameraCalendar?) -> [Rule] {
        guard let nodes = reader.sequence(node, "the list of rules", count: 0...256) else { return [] }
        var taken = Set<String>()
        return nodes.compactMap { node in
            guard let rule = rule(node, zones: zones, calendar: calendar) else { return nil }
            unique(rule.id, at: node, "give each rule its own id", taken: &taken)
            return rule
        }
    }

    private func rule(_ node: YAMLNode, zones: [Zone], calendar: CameraCalendar?) -> Rule? {
        // The use case decides which keys there may be, so it is read before the keys are checked.
        guard let useCase = reader.mapping(node, "a rule")?.required("use_case").flatMap(useCase) else { return nil }
        let what = "a rule of \(useCase.rawValue)"
        let keys = Self.commonKeys + Self.keys(of: useCase)
        guard let mapping = reader.mapping(node, what, keys: keys) else { return nil }
        let identifier = mapping.identifier("id")
        let zone = zoneName(mapping, zones: zones)
        let condition = self.condition(useCase, mapping, calendar: calendar)
        let mode = self.mode(mapping)
        let cooldown = mapping.number("cooldown_s", in: 0...Self.day, default: 120)
        guard let identifier, let zone, let condition else { return nil }
        return Rule(id: identifier, zoneID: zone, condition: condition, mode: mode, cooldown: cooldown)
    }

    private static func keys(of useCase: UseCase) -> [String] {
        switch useCase {
        case .overdensity: ["threshold", "unit", "hold_s", "exit_threshold", "exit_hold_s"]
        case .abandonedObject: ["warn_after_s", "alert_after_s"]
        case .wrongDirection: ["expected_degrees", "hold_s"]
        case .anomalyFlow: ["purpose", "false_alarms_per_day"]
        case .crowdMovement: ["kinds", "hold_s"]
        case .forbiddenZone: ["schedule", "hold_s"]
        default: []
        }
    }

    private func useCase(_ node: YAMLNode) -> UseCase? {
        let names = Rule.useCases.map(\.rawValue)
        guard let useCase = node.text.flatMap(UseCase.init(rawValue:)) else {
            _ = reader.choice(node, "\"use_case\" of a rule", among: names)
            return nil
        }
        guard !useCase.isReserved else {
            let fix = "remove this rule; rules can be of \(names.joined(separator: ", "))"
            reader.report(
                .reservedUseCase, at: node.mark,
                "\"\(useCase.rawValue)\" is a reserved name: there is no detector behind it", fix: fix)
            return nil
        }
        guard Rule.useCases.contains(useCase) else {
            let fix = "remove this rule; rules can be of \(names.joined(separator: ", "))"
            reader.report(
                .useCaseWithoutRule, at: node.mark,
                "no rule can be written for \"\(useCase.rawValue)\" in version 1 of the camera file", fix: fix)
            return nil
        }
        return useCase
    }

    private func mode(_ mapping: StrictMapping) -> Mode {
        let word = mapping.optional("mode").flatMap {
            reader.choice($0, mapping.name("mode"), among: Self.modes.map(\.rawValue))
        }
        return word.flatMap(Mode.init(rawValue:)) ?? .shadow
    }

    private func zoneName(_ mapping: StrictMapping, zones: [Zone]) -> String? {
        guard let node = mapping.required("zone"), let name = reader.identifier(node, mapping.name("zone")) else {
            return nil
        }
        let watched = zones.filter { $0.kind == .analysis }.map(\.id).joined(separator: ", ")
        guard let zone = zones.first(where: { $0.id == name }) else {
            reader.report(.unknownZone, at: node.mark, "there is no zone \"\(name)\"", fix: "name one of \(watched)")
            return nil
        }
        guard zone.kind == .analysis else {
            let message = "the zone \"\(name)\" is of kind \(zone.kind.rawValue): nothing is seen in it"
            reader.report(.zoneIsNotAnalysed, at: node.mark, message, fix: "name one of \(watched)")
            return nil
        }
        return name
    }

    private func condition(
        _ useCase: UseCase, _ mapping: StrictMapping, calendar: CameraCalendar?
    ) -> Rule.Condition? {
        switch useCase {
        case .overdensity: overdensity(mapping)
        case .abandonedObject: abandonedObject(mapping)
        case .removedObject: .removedObject
        case .wrongDirection: wrongDirection(mapping)
        case .anomalyFlow: anomalyFlow(mapping)
        case .crowdMovement: crowdMovement(mapping)
        case .forbiddenZone: forbiddenZone(mapping, calendar: calendar)
        default: .cameraIntegrity
        }
    }

    private func overdensity(_ mapping: StrictMapping) -> Rule.Condition? {
        let threshold = mapping.number("threshold", in: 0.01...100_000)
        let unitNode = mapping.required("unit")
        let unit: DensityUnit? = unitNode.flatMap { reader.choice($0, mapping.name("unit")) }
        let hold = mapping.number("hold_s", in: 0...Self.day, default: 10)
        let exitHold = mapping.number("exit_hold_s", in: 0...Self.day, default: 15)
        let exit = mapping.optional("exit_threshold").flatMap { node in
            reader.number(node, mapping.name("exit_threshold"), in: 0...100_000).map { (value: $0, mark: node.mark) }
        }
        guard let threshold, let unit else { return nil }
        if let exit, exit.value > threshold {
            reader.report(
                .exitAboveThreshold, at: exit.mark,
                "the exit threshold \(exit.value) is above the threshold \(threshold)",
                fix: "give an exit threshold below \(threshold), or leave it out for 80 % of it")
            return nil
        }
        let share = exit.map { $0.value / threshold } ?? 0.8
        return .overdensity(threshold: threshold, unit: unit, hold: hold, exitShare: share, exitHold: exitHold)
    }

    private func abandonedObject(_ mapping: StrictMapping) -> Rule.Condition? {
        let warn = mapping.number("warn_after_s", in: 1...Self.day, default: 30)
        let alert = mapping.number("alert_after_s", in: 1...Self.day, default: max(60, warn))
        guard alert >= warn else {
            reader.report(
                .alertBeforeWarning, at: mapping.optional("alert_after_s")?.mark ?? mapping.mark,
                "the alert after \(alert) s would come before the warning after \(warn) s",
                fix: "make \"alert_after_s\" at least \"warn_after_s\"")
            return nil
        }
        return .abandonedObject(warnAfter: warn, alertAfter: alert)
    }

    private func wrongDirection(_ mapping: StrictMapping) -> Rule.Condition? {
        let degrees = mapping.optional("expected_degrees").flatMap {
            reader.number($0, mapping.name("expected_degrees"), in: 0...360)
        }
        return .wrongDirection(expectedDegrees: degrees, hold: mapping.number("hold_s", in: 0...Self.day, default: 3))
    }

    private func anomalyFlow(_ mapping: StrictMapping) -> Rule.Condition? {
        guard let node = mapping.optional("purpose") else {
            let allowed = Purpose.allCases.map(\.rawValue).joined(separator: ", ")
            reader.report(
                .noPurpose, at: mapping.mark, "an anomaly_flow rule has no purpose: \"abnormal\" is not one",
                fix: "add \"purpose\" with one of \(allowed)")
            return nil
        }
        let budget = mapping.number("false_alarms_per_day", in: 0.05...48, default: 1)
        return reader.choice(node, mapping.name("purpose"), of: Purpose.self).map {
            .anomalyFlow(purpose: $0, falseAlarmsPerDay: budget)
        }
    }
}
