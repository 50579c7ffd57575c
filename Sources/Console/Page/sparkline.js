// A zone's last minutes as a line with its interval: drawn as SVG, with gaps where the count is unknown.
import { shape } from "./element.js";

const width = 120;
const height = 40;

/** Minutes are objects of the API (`mean`, `low`, `high`; none when unknown), oldest first. */
export function drawSparkline(svg, minutes) {
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("preserveAspectRatio", "none");
  const top = Math.max(1, ...minutes.map((it) => it.high ?? 0)) * 1.08;
  const x = (index) => (index / Math.max(1, minutes.length - 1)) * width;
  const y = (value) => height - 1 - (Math.min(value, top) / top) * (height - 4);
  const nodes = [shape("line", { class: "base", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 })];
  for (const run of knownRuns(minutes)) {
    const upper = run.map(({ index, it }) => `${x(index)},${y(it.high)}`);
    const lower = run.map(({ index, it }) => `${x(index)},${y(it.low)}`).reverse();
    const mean = run.map(({ index, it }) => `${x(index)},${y(it.mean)}`);
    nodes.push(shape("polygon", { class: "band", points: [...upper, ...lower].join(" ") }));
    // A single minute has no length: give its line one.
    if (mean.length === 1) mean.push(`${x(run[0].index) + 1},${y(run[0].it.mean)}`);
    nodes.push(shape("polyline", { class: "line", points: mean.join(" ") }));
  }
  svg.replaceChildren(...nodes);
}

function knownRuns(minutes) {
  const runs = [];
  let run = [];
  minutes.forEach((it, index) => {
    if (it.mean === undefined) {
      if (run.length > 0) runs.push(run);
      run = [];
    } else {
      run.push({ index, it });
    }
  });
  if (run.length > 0) runs.push(run);
  return runs;
}
