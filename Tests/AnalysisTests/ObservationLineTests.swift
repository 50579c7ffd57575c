import Analysis
import Detectors
import Events
import Testing

@Suite("lines of vigie analyse")
struct ObservationLineTests {
    @Test("each kind has the fields of the contract, in its order")
    func fields() {
        let density = DensityObservation(zoneID: "all", count: 31.2, low: 25, high: 38.1)
        #expect(
            ObservationLine.text(.density(density), time: 1, frame: 25)
                == #"{"kind":"density","t":1.0,"frame":25,"zone":"all","count":31.2,"low":25.0,"high":38.1,"per_m2":null}"#
        )
        let object = ObjectObservation(
            id: "o-3", phase: .abandoned, box: Box(x: 0.2, y: 0.7, width: 0.08, height: 0.1), putAt: 11.2,
            ownerLeftAt: 16.4)
        #expect(
            ObservationLine.text(.object(object), time: 41, frame: 1025)
                == #"{"kind":"object","t":41.0,"frame":1025,"id":"o-3","phase":"abandoned","bbox":[0.2,0.7,0.08,0.1],"#
                + #""put_at":11.2,"owner_left_at":16.4}"#)
        #expect(
            ObservationLine.text(.integrity(IntegrityObservation(state: .moved, score: 0.8)), time: 50, frame: 1250)
                == #"{"kind":"integrity","t":50.0,"frame":1250,"state":"moved","score":0.8}"#)
        #expect(
            ObservationLine.text(.zoneView(ZoneViewObservation(zoneID: "z", state: .blocked)), time: 50, frame: 1250)
                == #"{"kind":"zone","t":50.0,"frame":1250,"zone":"z","coverage":"blind","reason":"blocked"}"#)
    }

    @Test("no number is ever infinite or undefined")
    func finite() {
        let anomaly = AnomalyObservation(
            score: .infinity, p: .nan, alarm: false, attribute: .speed, value: -.infinity, expected: nil, unit: "px/s",
            box: Box(x: .nan, y: 0, width: 0, height: 0), learning: true)
        let line = ObservationLine.text(.anomaly(anomaly), time: 0, frame: 0) ?? ""
        #expect(!line.contains("inf") && !line.contains("nan"))
        #expect(line.contains(#""score":null"#))
    }
}
