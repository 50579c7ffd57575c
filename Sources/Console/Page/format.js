// Words and figures as an operator reads them. Nothing here touches the document.

const names = {
  overdensity: "Crowding", abandoned_object: "Object left behind", removed_object: "Object taken",
  crowd_movement: "Crowd movement", wrong_direction: "Flow against the usual direction",
  forbidden_zone: "Presence in a closed zone", line_count: "Line count", occupancy: "Occupancy", dwell: "Dwell",
  anomaly_flow: "Unusual movement", camera_integrity: "Camera impaired",
  seeing: "seeing", degraded: "degraded", blind: "blind", not_authorised: "not authorised", unknown: "unknown",
  quiet: "quiet", active: "event", learning: "learning", open: "going on", ended: "ended",
  superseded: "over, end not seen", unconfirmed: "not confirmed", shadow: "shadow", alert: "alert",
  statistics: "statistics", exercise: "exercise", cleared: "cleared", removed: "object removed",
  fixture: "taken for a fixture", stream_lost: "stream lost", camera_unreliable: "camera unreliable",
  reconfigured: "reconfigured", stopped: "stopped", expired: "expired",
  unattended_time: "alone", against_flow_share: "against the expected flow",
  static_age: "still for", structure_ncc: "likeness to the background", gradient_change: "outline changed",
  micro_motion: "moves within itself", isolation: "stands apart", put_share: "put rather than taken",
  colour_candidate: "differs from around it, now", colour_background: "differs from around it, before",
  contour_candidate: "step at its outline, now", contour_background: "step at its outline, before",
  habit_rate: "usually something here at this hour", owner_left_seconds: "owner left for",
  size_metres: "size", size_person_heights: "size", rarity_days: "expected once in days", learnt_days: "days learnt",
  p_value: "share of what was learnt that is stranger", false_alarms_per_day: "false alarms allowed a day",
  shift_x: "shift to the right", shift_y: "shift down", shift_share: "shift, share of the width",
  public_holiday: "public holiday", school_holiday: "school holiday", workday: "working day", weekend: "weekend",
};

/** What a rule looks out for, as a list says it. */
const subjects = {
  overdensity: "crowding", abandoned_object: "objects left behind", wrong_direction: "direction of flow",
  anomaly_flow: "unusual movement", camera_integrity: "the picture itself",
};

export function subject(useCase) {
  return subjects[useCase] ?? words(useCase).toLowerCase();
}

export function words(identifier) {
  return names[identifier] ?? String(identifier ?? "").replaceAll("_", " ");
}

export function figure(value, digits = 1) {
  if (value === undefined || value === null) return "–";
  const rounded = Number(value.toFixed(digits));
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

/** Persons as a whole number with the interval that holds the truth nine times in ten. */
export function interval(low, high) {
  return `${Math.max(0, Math.floor(low))}–${Math.ceil(high)}`;
}

const units = { persons_per_m2: "persons/m²", persons: "persons", share: "", degrees: "°" };

export function unit(name) {
  return units[name] ?? name ?? "";
}

function measure(value, name, digits = 1) {
  if (name === "share") return `${figure(value * 100, digits === 1 ? 0 : 1)} %`;
  const text = unit(name);
  return `${figure(value, digits)}${text === "°" ? "" : " "}${text}`.trim();
}

/** The quantity on which an event rests, with what was expected of it: one sentence. */
export function metricSentence(metric) {
  if (!metric) return "";
  const parts = [`${capital(words(metric.name))}: ${measure(metric.value, metric.unit)}`];
  if (metric.threshold !== undefined) parts.push(`limit ${measure(metric.threshold, metric.unit)}`);
  if (metric.expected_low !== undefined && metric.expected_high !== undefined) {
    // A count's bounds are its own interval; any other quantity's are what was learnt to be usual here.
    const own = ["count", "density"].includes(metric.name);
    const bounds = [figure(metric.expected_low), measure(metric.expected_high, metric.unit)];
    parts.push(own ? `between ${bounds.join(" and ")}` : `expected ${bounds.join(" to ")}`);
  }
  if (metric.hold_s) parts.push(`held ${duration(metric.hold_s)}`);
  return parts.join(", ") + ".";
}

/** A quantity on which a verdict rests, with the bar that it was held against. */
export function reasonSentence(reason) {
  const limit = reason.limit === undefined ? "" : ` (limit ${measure(reason.limit, reason.unit, 3)})`;
  return measure(reason.value, reason.unit, 3) + limit;
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  return `${Math.floor(whole / 3600)} h ${String(Math.floor(whole / 60) % 60).padStart(2, "0")} min`;
}

export function clock(moment) {
  return new Date(moment).toLocaleTimeString("en-GB", { hour12: false });
}

export function minute(moment) {
  return clock(moment).slice(0, 5);
}

/** "18:02:11 today" is said without the day. */
export function when(moment) {
  const date = new Date(moment);
  const sameDay = date.toDateString() === new Date().toDateString();
  return sameDay ? clock(moment) : `${date.toLocaleDateString("en-GB", { day: "numeric", month: "short" })}, ${clock(moment)}`;
}

/** What is known of an hour, in parts: the first is the one to stress. */
export function contextParts(context) {
  if (!context) return [];
  const happenings = context.happenings.filter((it) => it.kind !== context.day_kind);
  return [
    `${figure(context.temperature_c, 0)} °C, ${words(context.condition)}`,
    context.basis === "typical_year" ? "typical for this month and hour" : "measured",
    words(context.day_kind) + holidayName(context),
    ...happenings.map((it) => words(it.label)),
  ];
}

function holidayName(context) {
  const own = context.happenings.find((it) => it.kind === context.day_kind);
  return own ? ` (${words(own.label)})` : "";
}
