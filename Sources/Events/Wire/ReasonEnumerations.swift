import EventsWire
import SwiftProtobuf

extension CoverageReason: WireEnumeration {
    var wire: WireCoverageReason {
        switch self {
        case .starting: .starting
        case .streamLost: .streamLost
        case .stopped: .stopped
        case .fallingBehind: .fallingBehind
        case .corruptFrames: .corruptFrames
        case .lightChanged: .lightChanged
        case .dark: .dark
        case .bright: .bright
        case .blurred: .blurred
        case .blocked: .blocked
        case .moved: .moved
        case .frozen: .frozen
        case .flickering: .flickering
        case .masked: .masked
        case .notAuthorised: .notAuthorised
        }
    }
}

extension ReasonName: WireEnumeration {
    var wire: WireReasonName {
        switch self {
        case .staticAge: .staticAge
        case .structureNCC: .structureNcc
        case .gradientChange: .gradientChange
        case .microMotion: .microMotion
        case .isolation: .isolation
        case .colourCandidate: .colourCandidate
        case .colourBackground: .colourBackground
        case .contourCandidate: .contourCandidate
        case .contourBackground: .contourBackground
        case .putShare: .putShare
        case .habitRate: .habitRate
        case .ownerLeftSeconds: .ownerLeftSeconds
        case .sizeMetres: .sizeMetres
        case .sizePersonHeights: .sizePersonHeights
        case .rarityDays: .rarityDays
        case .learntDays: .learntDays
        case .expectedLow: .expectedLow
        case .expectedHigh: .expectedHigh
        case .pValue: .pValue
        case .falseAlarmsPerDay: .falseAlarmsPerDay
        case .inflowPerMinute: .inflowPerMinute
        case .outflowPerMinute: .outflowPerMinute
        case .count: .count
        case .personsPerSquareMetre: .personsPerM2
        case .pressure: .pressure
        case .speedVariance: .speedVariance
        case .meanSpeed: .meanSpeed
        case .counterFlowShare: .counterFlowShare
        case .stoppedShare: .stoppedShare
        case .shiftX: .shiftX
        case .shiftY: .shiftY
        case .shiftShare: .shiftShare
        case .edgesKept: .edgesKept
        case .edgeRatio: .edgeRatio
        case .sharpness: .sharpness
        case .brightness: .brightness
        case .saturatedShare: .saturatedShare
        case .contentChange: .contentChange
        case .brightnessSwing: .brightnessSwing
        }
    }
}
