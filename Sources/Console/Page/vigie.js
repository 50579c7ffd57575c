// The live line: boards and events come over SSE; when it falls silent, the page says so and shows nothing as live.
import { showCameras, showMinutes, showUnknown } from "./cameras.js";
import { element, setText } from "./element.js";
import { showEvents, tickEvents } from "./events.js";
import { clock, contextParts } from "./format.js";

/** The server speaks at least every second: so much silence means that the line is cut. */
const silenceSeconds = 8;
const minutesShown = 20;

let heardAt = 0;
let isLost = false;
let wantsEvents = 0;

function connect() {
  const stream = new EventSource("api/v1/stream");
  stream.addEventListener("open", () => heard());
  stream.addEventListener("live", (message) => {
    heard();
    showBoard(JSON.parse(message.data));
  });
  stream.addEventListener("event", () => {
    heard();
    refreshEventsSoon();
  });
  stream.addEventListener("error", () => {
    // The browser gives up by itself after an answer that is no stream; then start anew.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
    else showState("connecting", "reconnecting");
  });
}

function heard() {
  heardAt = Date.now();
  if (isLost) {
    refreshEventsSoon();
    refreshMinutes();
  }
  isLost = false;
  document.body.classList.remove("lost");
  document.getElementById("banner").hidden = true;
  showState("live", "live");
}

function showState(state, text) {
  const node = document.getElementById("connection");
  node.dataset.state = state;
  setText(node, text);
}

function checkSilence() {
  if (heardAt === 0 || Date.now() - heardAt < silenceSeconds * 1000) return;
  if (!isLost) {
    isLost = true;
    document.body.classList.add("lost");
    const banner = document.getElementById("banner");
    setText(banner, `No live data since ${clock(heardAt)}. Nothing below is live: every zone is unknown.`);
    banner.hidden = false;
  }
  showState("lost", "not connected");
  showUnknown();
}

function showBoard(board) {
  showCameras(board.cameras, board.situations);
  showContext(board.context);
}

function showContext(context) {
  const [first, ...others] = contextParts(context);
  const node = document.getElementById("context");
  const text = first === undefined ? "No context sources" : [first, ...others].join(" · ");
  if (node.textContent === text) return;
  node.replaceChildren(...(first === undefined ? [text] : [element("strong", { textContent: first }), ...others.map((it) => ` · ${it}`)]));
}

async function question(path) {
  const answer = await fetch(`api/v1/${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Events often come in bursts: one question answers them all. */
function refreshEventsSoon() {
  clearTimeout(wantsEvents);
  wantsEvents = setTimeout(refreshEvents, 150);
}

async function refreshEvents() {
  try {
    showEvents((await question("events?limit=60")).events);
  } catch (error) {
    console.warn("events not refreshed", error);
  }
}

async function refreshMinutes() {
  try {
    showMinutes((await question(`counts?from=-${minutesShown}m`)).counts);
  } catch (error) {
    console.warn("counts not refreshed", error);
  }
}

setInterval(() => {
  setText(document.getElementById("clock"), clock(Date.now()));
  tickEvents();
  checkSilence();
}, 1000);
setInterval(refreshMinutes, 15_000);
setInterval(refreshEvents, 30_000);
refreshEvents();
setTimeout(refreshMinutes, 800);
connect();
