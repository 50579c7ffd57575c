// The events, newest first: what, where, since when, how it stands, and the measure behind it.
import { badge, element, setBadge, setText } from "./element.js";
import { capital, contextParts, duration, figure, metricSentence, reasonSentence, when, words } from "./format.js";

const items = new Map();

/** Brings the list in line with an answer of `/api/v1/events`; items keep their nodes, and so what was unfolded. */
export function showEvents(events) {
  document.getElementById("no-events").hidden = events.length > 0;
  const list = document.getElementById("events");
  const keys = new Set(events.map((event) => event.event_uid));
  for (const [key, item] of items) {
    if (!keys.has(key)) {
      item.node.remove();
      items.delete(key);
    }
  }
  events.forEach((event, index) => {
    if (!items.has(event.event_uid)) items.set(event.event_uid, makeItem(event));
    const item = items.get(event.event_uid);
    item.event = event;
    updateItem(item);
    if (list.children[index] !== item.node) list.insertBefore(item.node, list.children[index] ?? null);
  });
  setText(document.getElementById("events-summary"), summary(events));
}

/** Once a second: durations of what goes on, and what has expired meanwhile. */
export function tickEvents() {
  for (const item of items.values()) if (statusNow(item.event) !== "ended") updateItem(item);
}

function makeItem(event) {
  const status = badge("open", "");
  const mode = badge(event.mode, words(event.mode));
  const metric = element("p", { className: "event-metric" });
  const time = element("p", { className: "event-time" });
  const facts = element("dl");
  const link = element("a", { href: `api/v1/events/${encodeURIComponent(event.event_uid)}`, textContent: "All records (JSON)" });
  const node = element(
    "li", { className: "event" },
    element("div", { className: "event-head" }, element("h3", { textContent: words(event.use_case) }), status, mode),
    element("p", { className: "event-place", textContent: `Zone ${event.zone_id}, camera ${event.camera_id}` }), metric, time,
    element("details", {}, element("summary", { textContent: "Evidence" }), facts, link));
  return { node, status, mode, metric, time, facts, event };
}

function statusNow(event) {
  const expired = event.expires_at && Date.parse(event.expires_at) <= Date.now();
  return event.status === "open" && expired ? "unconfirmed" : event.status;
}

function updateItem(item) {
  const event = item.event;
  const status = statusNow(event);
  item.node.dataset.status = status;
  item.node.dataset.mode = event.mode;
  setBadge(item.status, status, status === "ended" ? endWords(event) : words(status));
  setText(item.metric, metricSentence(event.metric));
  setText(item.time, timeSentence(event, status));
  showFacts(item.facts, event);
}

function endWords(event) {
  return event.end_reason ? `ended: ${words(event.end_reason)}` : words("ended");
}

function timeSentence(event, status) {
  const end = event.ended_at ?? event.superseded_at;
  if (end) {
    const lasted = duration((Date.parse(end) - Date.parse(event.started_at)) / 1000);
    return `${when(event.started_at)} to ${when(end)}, lasted ${lasted}`;
  }
  const so_far = duration((Date.now() - Date.parse(event.started_at)) / 1000);
  if (status === "unconfirmed") return `since ${when(event.started_at)}, last confirmed ${when(event.updated_at)}`;
  return `since ${when(event.started_at)}, for ${so_far}`;
}

function showFacts(node, event) {
  const metric = event.metric ?? {};
  const facts = [
    ["Severity", event.severity], ["Phase", event.phase],
    ["Rule", event.rule_id], ["Purpose", event.purpose && words(event.purpose)], ["Act", event.authorisation_id],
    ["Picture", [event.coverage, event.coverage_reason].filter(Boolean).map(words).join(", ")],
    ["Confidence", event.confidence !== undefined && `${figure(event.confidence * 100, 0)} % (${words(event.confidence_kind)})`],
    ["Ends below", metric.exit_threshold !== undefined && `${figure(metric.exit_threshold)} ${metric.unit}`],
    ...(event.reasons ?? []).map((reason) => [capital(words(reason.name)), reasonSentence(reason)]),
    ["Last values", metric.series && metric.series.slice(-8).map((value) => figure(value)).join(", ")],
    ["City then", contextParts(event.context).join(", ")],
    ["Identifier", event.event_uid], ["Records", String(event.records)],
  ].filter(([, value]) => value);
  const signature = JSON.stringify(facts);
  if (node.dataset.signature === signature) return;
  node.dataset.signature = signature;
  node.replaceChildren(...facts.flatMap(([name, value]) => [element("dt", { textContent: name }), element("dd", { textContent: value })]));
}

function summary(events) {
  const open = events.filter((event) => statusNow(event) === "open");
  if (open.length === 0) return events.length > 0 ? "none going on" : "";
  const alerts = open.filter((event) => event.mode === "alert").length;
  return `${open.length} going on${alerts ? `, ${alerts} alerting` : ", none alerting (shadow)"}`;
}
