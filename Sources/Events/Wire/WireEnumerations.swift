import EventsWire
import SwiftProtobuf

/// A closed enumeration with its wire form. The switches are exhaustive: a case without a wire form does not compile.
protocol WireEnumeration: CaseIterable {
    associatedtype Wire: SwiftProtobuf.Enum & Equatable

    var wire: Wire { get }
}

extension UseCase: WireEnumeration {
    var wire: WireUseCase {
        switch self {
        case .overdensity: .overdensity
        case .abandonedObject: .abandonedObject
        case .removedObject: .removedObject
        case .crowdMovement: .crowdMovement
        case .wrongDirection: .wrongDirection
        case .forbiddenZone: .forbiddenZone
        case .personDown: .personDown
        case .fire: .fire
        case .weapon: .weapon
        case .lineCount: .lineCount
        case .occupancy: .occupancy
        case .dwell: .dwell
        case .anomalyFlow: .anomalyFlow
        case .cameraIntegrity: .cameraIntegrity
        }
    }
}

extension Purpose: WireEnumeration {
    var wire: WirePurpose {
        switch self {
        case .crowdSafety: .crowdSafety
        case .trafficSafety: .trafficSafety
        case .siteSecurity: .siteSecurity
        case .servicePlanning: .servicePlanning
        }
    }
}

extension Phase: WireEnumeration {
    var wire: WirePhase {
        switch self {
        case .start: .start
        case .update: .update
        case .end: .end
        }
    }
}

extension Mode: WireEnumeration {
    var wire: WireMode {
        switch self {
        case .statistics: .statistics
        case .shadow: .shadow
        case .alert: .alert
        case .exercise: .exercise
        }
    }
}

extension Severity: WireEnumeration {
    var wire: WireSeverity {
        switch self {
        case .info: .info
        case .warn: .warn
        case .error: .error
        case .fatal: .fatal
        }
    }
}

extension DataClassification: WireEnumeration {
    var wire: WireDataClassification {
        switch self {
        case .operational: .operational
        case .aggregated: .aggregated
        case .public: .public
        }
    }
}

extension Coverage: WireEnumeration {
    var wire: WireCoverage {
        switch self {
        case .seeing: .seeing
        case .degraded: .degraded
        case .blind: .blind
        case .notAuthorised: .notAuthorised
        }
    }
}

extension TimeSource: WireEnumeration {
    var wire: WireTimeSource {
        switch self {
        case .rtcpSenderReport: .rtcpSr
        case .wallClock: .wallclock
        case .file: .file
        }
    }
}

extension EndReason: WireEnumeration {
    var wire: WireEndReason {
        switch self {
        case .cleared: .cleared
        case .removed: .removed
        case .fixture: .fixture
        case .streamLost: .streamLost
        case .cameraUnreliable: .cameraUnreliable
        case .reconfigured: .reconfigured
        case .stopped: .stopped
        case .expired: .expired
        }
    }
}

extension CalibrationState: WireEnumeration {
    var wire: WireCalibrationState {
        switch self {
        case .none: .none
        case .valid: .valid
        case .invalid: .invalid
        }
    }
}

extension ConfidenceKind: WireEnumeration {
    var wire: WireConfidenceKind {
        switch self {
        case .intervalCoverage: .intervalCoverage
        case .conformal: .conformal
        case .testsPassed: .testsPassed
        }
    }
}

extension StreamState: WireEnumeration {
    var wire: WireStreamState {
        switch self {
        case .connecting: .connecting
        case .streaming: .streaming
        case .stalled: .stalled
        case .backingOff: .backingOff
        case .refused: .refused
        case .stopped: .stopped
        }
    }
}

extension LossReason: WireEnumeration {
    var wire: WireLossReason {
        switch self {
        case .diskFull: .diskFull
        case .spoolError: .spoolError
        case .malformed: .malformed
        case .agentDied: .agentDied
        }
    }
}

extension RefusalReason: WireEnumeration {
    var wire: WireRefusalReason {
        switch self {
        case .unsupportedVersion: .unsupportedVersion
        case .wrongGateway: .wrongGateway
        case .malformed: .malformed
        case .helloNeeded: .helloNeeded
        case .oldEpoch: .oldEpoch
        case .rewound: .rewound
        }
    }
}
