// Keeps a page up to date, and says times in the reader's own zone. Everything works without it.
"use strict";

const main = document.getElementById("content");
const stale = document.getElementById("stale");

function nameLocalTimes() {
  for (const time of document.querySelectorAll("time[datetime]"))
    time.title = new Date(time.dateTime).toLocaleString();
}

// What somebody is about to do is not taken away under his hands.
function isInUse() {
  return main.contains(document.activeElement) && document.activeElement !== main
    || main.querySelector("input:checked:not([type=hidden])") !== null
    || main.querySelector("details[open]") !== null
    || document.getSelection().toString() !== "";
}

async function refresh() {
  if (isInUse()) {
    stale.hidden = false;
    return;
  }
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected) {
    location.reload(); // signed out
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("content");
  if (fresh === null || isInUse())
    return;
  main.replaceChildren(...fresh.childNodes);
  stale.hidden = true;
  nameLocalTimes();
}

function listen() {
  const changes = new EventSource(main.dataset.changes);
  let isFirst = true; // that is how the page is already
  changes.addEventListener("changed", () => {
    if (!isFirst)
      refresh().catch(() => { stale.hidden = false; });
    isFirst = false;
  });
  changes.addEventListener("full", () => changes.close());
  addEventListener("pagehide", () => changes.close());
}

nameLocalTimes();
if (main.dataset.changes)
  listen();
