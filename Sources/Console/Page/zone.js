// A zone's last hour: a chart where Debian's chart.js is installed, a table always.
import { element, setText } from "./element.js";
import { figure, minute } from "./format.js";

let chart;

export async function openZone(cameraID, zoneID) {
  const dialog = document.getElementById("zone");
  setText(document.getElementById("zone-title"), `${zoneID}, camera ${cameraID}`);
  setText(document.getElementById("zone-summary"), "loading");
  document.getElementById("zone-table").replaceChildren();
  document.getElementById("zone-chart").hidden = true;
  dialog.showModal();
  try {
    const query = new URLSearchParams({ camera: cameraID, zone: zoneID, from: "-60m" });
    const answer = await fetch(`api/v1/counts?${query}`);
    const body = await answer.json();
    if (!answer.ok) throw new Error(`${body.error.message}. ${body.error.remedy}`);
    showTable(body.counts);
    await showChart(body.counts, `${zoneID}, persons per minute`);
  } catch (error) {
    setText(document.getElementById("zone-summary"), `The last hour cannot be shown: ${error.message}`);
  }
}

function showTable(counts) {
  const known = counts.filter((it) => it.state === "counted");
  setText(document.getElementById("zone-summary"),
    `Persons per minute over the last hour: ${known.length} of ${counts.length} minutes known. Intervals hold the truth nine times in ten.`);
  const head = ["Minute", "Mean", "Interval", "Least", "Most", "Persons/m²", "Seen"];
  const rows = counts.toReversed().map((it) => element("tr", {}, ...cells(it)));
  document.getElementById("zone-table").replaceChildren(
    element("thead", {}, element("tr", {}, ...head.map((text) => element("th", { scope: "col", textContent: text })))),
    element("tbody", {}, ...rows));
}

function cells(it) {
  if (it.state !== "counted") {
    return [element("td", { textContent: minute(it.minute) }), element("td", { className: "unknown", colSpan: 6, textContent: "unknown: not seen" })];
  }
  return [
    minute(it.minute), figure(it.mean), `${figure(it.low)}–${figure(it.high)}`, figure(it.min), figure(it.max),
    figure(it.persons_per_m2, 2), `${figure(it.seen_ratio * 100, 0)} %`,
  ].map((text) => element("td", { textContent: text }));
}

async function showChart(counts, label) {
  if (!(await chartLibrary())) return;
  document.getElementById("zone-chart").hidden = false;
  const canvas = document.getElementById("zone-canvas");
  canvas.setAttribute("aria-label", `${label}: the table below has the same figures`);
  const style = getComputedStyle(document.documentElement);
  const [accent, band, line, faint] = ["--accent", "--band", "--line", "--faint"].map((name) => style.getPropertyValue(name).trim());
  const series = (key) => counts.map((it) => it[key] ?? null);
  chart?.destroy();
  chart = new window.Chart(canvas, {
    type: "line",
    data: {
      labels: counts.map((it) => minute(it.minute)),
      datasets: [
        { label: "upper bound", data: series("high"), borderWidth: 0, pointRadius: 0, fill: "+1", backgroundColor: band },
        { label: "lower bound", data: series("low"), borderWidth: 0, pointRadius: 0 },
        { label: "mean", data: series("mean"), borderColor: accent, backgroundColor: accent, borderWidth: 2, pointRadius: 1.5 },
      ],
    },
    options: {
      animation: false, maintainAspectRatio: false, interaction: { mode: "index", intersect: false },
      plugins: { legend: { display: false } },
      scales: {
        x: { ticks: { color: faint, maxTicksLimit: 8, maxRotation: 0 }, grid: { color: line } },
        y: { beginAtZero: true, ticks: { color: faint }, grid: { color: line }, title: { display: true, text: "persons", color: faint } },
      },
    },
  });
}

let library;

/** Loads chart.js once; `false` where the machine does not have it. */
function chartLibrary() {
  library ??= new Promise((resolve) => {
    const script = element("script", { src: "chart.js", onload: () => resolve(true), onerror: () => resolve(false) });
    document.head.append(script);
  });
  return library;
}
