/// The stretch of ten seconds that is being learnt: its highest scores, and whether an alarm or an event spoilt it.
struct LearningStretch: Sendable {
    var seconds = 0.0
    var peaks = Array(repeating: 0.0, count: AnomalyAttribute.allCases.count)
    var hadAlarm = false
    /// Alarms in a row up to now, and whether there were so many that an operator was told: only that is an alarm of
    /// the budget.
    private var alarms = 0
    var wasTold = false

    mutating func take(isAlarm: Bool, isEventful: Bool, interval: Double) {
        seconds += interval
        hadAlarm = hadAlarm || isAlarm || isEventful
        alarms = isAlarm ? alarms + 1 : 0
        wasTold = wasTold || alarms >= InertiaStateMachine.enterFrames
    }

    mutating func restart() {
        (seconds, hadAlarm, wasTold) = (0, false, false)
        for index in peaks.indices { peaks[index] = 0 }
    }
}
