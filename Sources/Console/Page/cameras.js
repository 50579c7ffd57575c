// One card per camera: coverage, zones with their counts, rules, the last minutes.
import { badge, element, setBadge, setText, shape } from "./element.js";
import { figure, interval, subject, unit, when, words } from "./format.js";
import { drawSparkline } from "./sparkline.js";
import { openZone } from "./zone.js";

const cards = new Map();

/** Brings the cards in line with the newest board; cards and zones keep their nodes, and so their focus. */
export function showCameras(cameras, situations) {
  const alerting = new Set(situations.filter((it) => it.alerts).map((it) => `${it.camera_id}\n${it.zone_id}`));
  const container = document.getElementById("cards");
  document.getElementById("no-cameras").hidden = cameras.length > 0;
  const keys = new Set();
  for (const camera of cameras) {
    const key = `${camera.gateway_id}/${camera.camera_id}`;
    keys.add(key);
    if (!cards.has(key)) {
      cards.set(key, makeCard(camera));
      container.append(cards.get(key).node);
    }
    updateCard(cards.get(key), camera, alerting);
  }
  for (const [key, card] of cards) {
    if (!keys.has(key)) {
      card.node.remove();
      cards.delete(key);
    }
  }
  setText(document.getElementById("places-summary"), summary(cameras));
}

/** When nothing live is heard, nothing may look live. */
export function showUnknown() {
  for (const card of cards.values()) {
    setBadge(card.coverage, "unknown", words("unknown"));
    card.node.dataset.coverage = "unknown";
    for (const zone of card.zones.values()) {
      setBadge(zone.state, "unknown", words("unknown"));
      zone.state.hidden = false;
      showCount(zone, undefined);
    }
  }
}

/** The minutes of all zones, as `/api/v1/counts` lists them. */
export function showMinutes(counts) {
  const byZone = Map.groupBy(counts, (it) => `${it.camera_id}\n${it.zone_id}`);
  for (const card of cards.values()) {
    for (const [zoneID, zone] of card.zones) {
      drawSparkline(zone.spark, byZone.get(`${card.cameraID}\n${zoneID}`) ?? []);
    }
  }
}

function makeCard(camera) {
  const coverage = badge("unknown", "");
  const foot = element("p", { className: "card-foot" });
  const zones = element("div");
  const head = element(
    "div", { className: "card-head" }, element("h3", { textContent: camera.camera_id }), coverage);
  const node = element("article", { className: "card" }, head, foot, zones);
  return { node, coverage, foot, zoneList: zones, zones: new Map(), cameraID: camera.camera_id };
}

function updateCard(card, camera, alerting) {
  card.node.dataset.coverage = camera.coverage;
  setBadge(card.coverage, camera.coverage, words(camera.coverage));
  setText(card.foot, streamSentence(camera));
  const known = new Set(camera.zones.map((zone) => zone.zone_id));
  for (const zone of camera.zones) {
    if (!card.zones.has(zone.zone_id)) {
      card.zones.set(zone.zone_id, makeZone(camera.camera_id, zone.zone_id));
      card.zoneList.append(card.zones.get(zone.zone_id).node);
    }
    updateZone(card.zones.get(zone.zone_id), zone, alerting.has(`${camera.camera_id}\n${zone.zone_id}`));
  }
  for (const [id, zone] of card.zones) {
    if (!known.has(id)) {
      zone.node.remove();
      card.zones.delete(id);
    }
  }
}

function streamSentence(camera) {
  const health = camera.health;
  if (!health) return `gateway ${camera.gateway_id}, last heard ${when(camera.last_heard)}`;
  const parts = [`gateway ${camera.gateway_id}`, words(health.stream)];
  if (health.error_code) parts.push(health.error_code);
  if (health.stream === "streaming") parts.push(`${figure(health.analysed_fps)} frames/s analysed`);
  return parts.join(", ");
}

function makeZone(cameraID, zoneID) {
  const state = badge("unknown", "");
  const learning = badge("learning", words("learning"));
  const value = element("span", { className: "value" });
  const range = element("span", { className: "interval" });
  const density = element("span", { className: "density" });
  const rules = element("div", { className: "zone-rules" });
  const spark = shape("svg", { class: "spark", "aria-hidden": "true" });
  const node = element(
    "button", { className: "zone", type: "button", title: "The last hour", onclick: () => openZone(cameraID, zoneID) },
    element("span", { className: "zone-name" }, element("span", { textContent: zoneID }), state, learning), spark,
    element("span", { className: "zone-count" }, value, range, density), rules);
  return { node, state, learning, value, range, density, rules, spark };
}

function updateZone(node, zone, alerts) {
  const inShadow = zone.state === "active" && !alerts;
  setBadge(node.state, inShadow ? "shadow" : zone.state, inShadow ? "event in shadow" : stateWords(zone));
  // What is unknown only because a rule still learns is said once.
  node.state.hidden = zone.state === "unknown" && zone.learning && zone.coverage === "seeing";
  node.learning.hidden = !zone.learning;
  showCount(node, zone.count);
  showRules(node.rules, zone.rules, alerts);
}

function stateWords(zone) {
  const reason = zone.state === "unknown" && !["seeing", "unknown"].includes(zone.coverage);
  return words(zone.state) + (reason ? `: ${words(zone.coverage)}` : "");
}

function showCount(node, count) {
  if (!count) {
    setText(node.value, "–");
    setText(node.range, "count unknown");
    setText(node.density, "");
    return;
  }
  setText(node.value, String(Math.round(count.value)));
  setText(node.range, `(${interval(count.low, count.high)}) persons`);
  const density = count.persons_per_m2 === undefined ? "" : `${figure(count.persons_per_m2, 2)} ${unit("persons_per_m2")}`;
  setText(node.density, [density, fullIn(count)].filter(Boolean).join(", "));
}

/** When the zone is full at this rate; nothing when that may be never. */
function fullIn(count) {
  if (count.full_in_latest_s === undefined) return "";
  const minutes = (seconds) => Math.ceil(seconds / 60);
  const [soonest, latest] = [minutes(count.full_in_soonest_s), minutes(count.full_in_latest_s)];
  return `full in ${minutes(count.full_in_s)} min (${soonest}–${latest})`;
}

function showRules(node, rules, alerts) {
  const texts = rules.map((rule) => [rule.active, ruleWords(rule)]);
  const signature = JSON.stringify([texts, alerts]);
  if (node.dataset.signature === signature) return;
  node.dataset.signature = signature;
  const parts = texts.map(([active, text]) => element("span", { className: active ? (alerts ? "active" : "active shadow") : "", textContent: text }));
  node.replaceChildren(...parts.flatMap((part, index) => (index ? [" · ", part] : ["Watches: ", part])));
}

function ruleWords(rule) {
  if (rule.active) return `${words(rule.use_case)}: going on`;
  if (rule.coverage === "not_authorised") return `${subject(rule.use_case)} (not authorised)`;
  return subject(rule.use_case) + (rule.learning ? " (learning)" : "");
}

function summary(cameras) {
  const seeing = cameras.filter((camera) => camera.coverage === "seeing").length;
  if (cameras.length === 0) return "";
  return seeing === cameras.length
    ? `${cameras.length} ${cameras.length === 1 ? "camera" : "cameras"}, all seeing`
    : `${seeing} of ${cameras.length} cameras seeing`;
}
