BEGIN TRANSACTION;
CREATE TABLE context_happenings (
    hour_ms INTEGER NOT NULL REFERENCES context_hours (hour_ms) ON DELETE CASCADE, kind TEXT NOT NULL,
    label TEXT NOT NULL, data_class TEXT NOT NULL, PRIMARY KEY (hour_ms, kind, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE context_hours (
    hour_ms INTEGER PRIMARY KEY, data_class TEXT NOT NULL, basis TEXT NOT NULL,
    temperature_c REAL NOT NULL, rain_mm REAL NOT NULL, wind_kmh REAL NOT NULL, condition TEXT NOT NULL,
    day_kind TEXT NOT NULL
) STRICT;
CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT, site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, use_case TEXT NOT NULL, phase TEXT NOT NULL, event_uid TEXT NOT NULL, rule_id TEXT NOT NULL, zone_id TEXT NOT NULL, profile TEXT NOT NULL, boot_id TEXT NOT NULL, mode TEXT NOT NULL, coverage TEXT NOT NULL, started_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, ended_at_ms INTEGER, detected_at_ms INTEGER NOT NULL, emitted_at_ms INTEGER NOT NULL, end_reason TEXT, time_source TEXT NOT NULL, time_uncertainty_ms INTEGER NOT NULL, frame_pts INTEGER NOT NULL, frame_index INTEGER NOT NULL, frame_width INTEGER NOT NULL, frame_height INTEGER NOT NULL, bbox_x REAL, bbox_y REAL, bbox_w REAL, bbox_h REAL, polygon TEXT, ground_lon REAL, ground_lat REAL, ground_accuracy_m REAL, metric_name TEXT, metric_value REAL, metric_unit TEXT, metric_threshold REAL, metric_exit_threshold REAL, metric_hold_s REAL, metric_window_s REAL, metric_expected_low REAL, metric_expected_high REAL, metric_series TEXT, confidence REAL, confidence_kind TEXT, quality_brightness REAL NOT NULL, quality_blur REAL NOT NULL, quality_decode_fps REAL NOT NULL, quality_dropped_ratio REAL NOT NULL, quality_calibration_state TEXT NOT NULL, provenance_config_sha256 TEXT NOT NULL, provenance_calibration_sha256 TEXT NOT NULL, provenance_model_sha256 TEXT NOT NULL, provenance_build TEXT NOT NULL, provenance_kernel_set TEXT NOT NULL, authorisation_id TEXT, purpose TEXT, reasons TEXT, coverage_reason TEXT, UNIQUE (gateway_id, epoch, sequence)
) STRICT;
INSERT INTO events VALUES(1,'site','gw-1','a',1,'place',1795435200000,1795435200500,'WARN',NULL,'operational','abandoned_object','start','boot-1','bag','square','default','boot','shadow','seeing',1795435190000,1795435200000,NULL,1795435200000,1795435200000,NULL,'file',0,1200,30,768,576,0.10000000000000000555,0.2000000000000000111,0.050000000000000002775,0.10000000000000000555,NULL,NULL,NULL,NULL,'unattended_time',10.499999999999999999,'s',10.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,120.5,1.0,25.0,0.0,'none','c0','','','0.1','baseline',NULL,NULL,NULL,NULL);
CREATE TABLE gateways (
    site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, last_sequence INTEGER NOT NULL,
    first_seen_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL,
    PRIMARY KEY (gateway_id, epoch)
) STRICT, WITHOUT ROWID;
INSERT INTO gateways VALUES('site','gw-1','a',4,1795435200000,1795435200000);
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('1-records');
INSERT INTO grdb_migrations VALUES('2-reasons');
CREATE TABLE health (site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, stream TEXT NOT NULL, error_code TEXT NOT NULL, coverage TEXT NOT NULL, decode_fps REAL NOT NULL, analysed_fps REAL NOT NULL, latency_ms REAL NOT NULL, cpu_share REAL NOT NULL, resident_bytes INTEGER NOT NULL, frames_decoded INTEGER NOT NULL, frames_analysed INTEGER NOT NULL, frames_skipped INTEGER NOT NULL, frames_corrupt INTEGER NOT NULL, restarts INTEGER NOT NULL, coverage_reason TEXT, PRIMARY KEY (gateway_id, epoch, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO health VALUES('site','gw-1','a',4,'place',1795435200000,1795435200500,'WARN',NULL,'operational','streaming','','seeing',25.0,5.0,40.0,0.29999999999999998889,60000000,100,20,1,0,0,NULL);
CREATE TABLE holes (
    gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL, noticed_at_ms INTEGER NOT NULL,
    PRIMARY KEY (gateway_id, epoch, first_sequence)
) STRICT, WITHOUT ROWID;
CREATE TABLE latest_health (site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, stream TEXT NOT NULL, error_code TEXT NOT NULL, coverage TEXT NOT NULL, decode_fps REAL NOT NULL, analysed_fps REAL NOT NULL, latency_ms REAL NOT NULL, cpu_share REAL NOT NULL, resident_bytes INTEGER NOT NULL, frames_decoded INTEGER NOT NULL, frames_analysed INTEGER NOT NULL, frames_skipped INTEGER NOT NULL, frames_corrupt INTEGER NOT NULL, restarts INTEGER NOT NULL, coverage_reason TEXT, PRIMARY KEY (gateway_id, camera_id)) STRICT, WITHOUT ROWID;
INSERT INTO latest_health VALUES('site','gw-1','a',4,'place',1795435200000,1795435200500,'WARN',NULL,'operational','streaming','','seeing',25.0,5.0,40.0,0.29999999999999998889,60000000,100,20,1,0,0,NULL);
CREATE TABLE latest_samples (site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, zone_id TEXT NOT NULL, count REAL NOT NULL, count_low REAL NOT NULL, count_high REAL NOT NULL, persons_per_m2 REAL, flow_in INTEGER, flow_out INTEGER, seen_ratio REAL NOT NULL, coverage TEXT NOT NULL, coverage_reason TEXT, PRIMARY KEY (gateway_id, camera_id, zone_id)) STRICT, WITHOUT ROWID;
INSERT INTO latest_samples VALUES('site','gw-1','a',2,'place',1795435200000,1795435200500,'WARN',NULL,'operational','square',4.0,3.0,5.0,NULL,NULL,NULL,1.0,'seeing',NULL);
CREATE TABLE lives (
    gateway_id TEXT NOT NULL, camera_id TEXT NOT NULL, event_uid TEXT NOT NULL, use_case TEXT NOT NULL, zone_id TEXT NOT NULL, rule_id TEXT NOT NULL, boot_id TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL, last_time_ms INTEGER NOT NULL, ended_at_ms INTEGER,
    superseded_at_ms INTEGER, last_epoch TEXT NOT NULL, last_sequence INTEGER NOT NULL,
    last_position INTEGER NOT NULL REFERENCES events (position), record_count INTEGER NOT NULL,
    PRIMARY KEY (gateway_id, camera_id, event_uid)
) STRICT, WITHOUT ROWID;
INSERT INTO lives VALUES('gw-1','place','boot-1','abandoned_object','square','bag','boot',1795435190000,1795435200000,NULL,NULL,'a',1,1,1);
CREATE TABLE losses (site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, message_kind TEXT NOT NULL, count INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (gateway_id, epoch, sequence)) STRICT, WITHOUT ROWID;
CREATE TABLE samples (site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, zone_id TEXT NOT NULL, count REAL NOT NULL, count_low REAL NOT NULL, count_high REAL NOT NULL, persons_per_m2 REAL, flow_in INTEGER, flow_out INTEGER, seen_ratio REAL NOT NULL, coverage TEXT NOT NULL, coverage_reason TEXT, PRIMARY KEY (gateway_id, epoch, sequence)) STRICT, WITHOUT ROWID;
INSERT INTO samples VALUES('site','gw-1','a',2,'place',1795435200000,1795435200500,'WARN',NULL,'operational','square',4.0,3.0,5.0,NULL,NULL,NULL,1.0,'seeing',NULL);
INSERT INTO samples VALUES('site','gw-1','a',6,'place',1795435201000,1795435201500,'WARN',NULL,'operational','square',7.0,5.0,9.0,0.14000000000000001332,NULL,NULL,0.9000000000000000222,'degraded','blurred');
CREATE TABLE zone_states (site_id TEXT NOT NULL, gateway_id TEXT NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL, camera_id TEXT NOT NULL, time_ms INTEGER NOT NULL, recorded_at_ms INTEGER, severity TEXT NOT NULL, expires_at_ms INTEGER, data_classification TEXT NOT NULL, zone_id TEXT NOT NULL, rule_id TEXT NOT NULL, use_case TEXT NOT NULL, active INTEGER NOT NULL, event_uid TEXT, coverage TEXT NOT NULL, value REAL, unit TEXT, learning INTEGER NOT NULL, coverage_reason TEXT, PRIMARY KEY (gateway_id, camera_id, zone_id, rule_id)) STRICT, WITHOUT ROWID;
INSERT INTO zone_states VALUES('site','gw-1','a',3,'place',1795435200000,1795435200500,'WARN',NULL,'operational','square','bag','abandoned_object',1,'boot-1','seeing',NULL,NULL,0,NULL);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('events',1);
CREATE INDEX events_by_life ON events (event_uid, epoch, sequence);
CREATE INDEX lives_open ON lives (gateway_id, camera_id, rule_id)
    WHERE ended_at_ms IS NULL AND superseded_at_ms IS NULL;
CREATE INDEX lives_by_start ON lives (started_at_ms);
CREATE INDEX lives_by_zone ON lives (camera_id, zone_id, started_at_ms);
CREATE INDEX lives_by_uid ON lives (event_uid);
CREATE INDEX samples_by_time ON samples (time_ms, camera_id, zone_id);
CREATE INDEX health_by_camera ON health (gateway_id, camera_id, time_ms);
COMMIT;
