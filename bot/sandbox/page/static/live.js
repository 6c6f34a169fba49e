// Live: the page follows the workspace, and moves between places without reloading.

import { morph } from "./morph.js";
import { restoreDrafts } from "./composer.js";

export const screen = () => document.getElementById("screen");
const NEAR_END = 40; // pixels from the end of a log that still count as reading along
const RETRY = 1500; // milliseconds to wait while the sandbox is away
let following = new AbortController();

async function fetchScreen(headers, signal) {
  // Not through the cache: there, a waiting request would hold up others for the same address.
  const about = { headers: { "X-Screen": "1", ...headers }, signal, cache: "no-store" };
  const answer = await fetch(location.pathname + location.search, about);
  if (answer.redirected) history.replaceState(null, "", answer.url);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.text();
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("screen");
  if (fresh.lang !== document.documentElement.lang) return location.reload();
  const reading = [...document.querySelectorAll("[data-log]")].filter(isAtEnd);
  const before = new Set(document.querySelectorAll("[data-log]"));
  morph(screen(), fresh);
  reading.forEach(toEnd);
  settle(before);
}

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
const toEnd = (log) => (log.scrollTop = log.scrollHeight);

// What HTML cannot say: open dialogs, logs read from the end, half-written messages.
function settle(before = new Set()) {
  document.title = screen().dataset.title;
  for (const dialog of document.querySelectorAll("dialog.modal:not([open])")) {
    dialog.showModal();
    (dialog.querySelector("[autofocus]") || dialog.querySelector(".modal-body :is(input, textarea, select, button)"))?.focus();
  }
  for (const log of document.querySelectorAll("[data-log]")) {
    if (before.has(log)) continue;
    toEnd(log);
    [...log.querySelectorAll(".message")].at(-1)?.setAttribute("tabindex", "0");
  }
  restoreDrafts();
}

export function focusComposer() {
  const composers = document.querySelectorAll("[data-composer] textarea");
  if (!document.querySelector("dialog[open]")) [...composers].at(-1)?.focus({ preventScroll: true });
}

export async function go(url, { push = true } = {}) {
  following.abort();
  if (push) history.pushState(null, "", url);
  try {
    show(await fetchScreen({}));
  } catch {
    return location.reload();
  }
  highlight();
  if (!location.hash) focusComposer();
  follow();
}

function highlight() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  target.scrollIntoView({ block: "center" });
  target.focus();
}

// Hidden tabs wait for nothing: a browser opens six connections at most to one machine.
async function follow() {
  following.abort();
  following = new AbortController();
  const { signal } = following;
  while (!signal.aborted && !document.hidden) {
    try {
      const html = await fetchScreen({ "X-Version": screen().dataset.version }, signal);
      if (signal.aborted) return;
      say("");
      show(html);
    } catch {
      if (signal.aborted) return;
      say(screen().dataset.offline);
      await new Promise((resume) => setTimeout(resume, RETRY));
    }
  }
}

export function say(words, milliseconds = 0) {
  const toast = document.getElementById("toast");
  if (toast.textContent !== words) toast.textContent = words;
  if (milliseconds) setTimeout(() => (toast.textContent = ""), milliseconds);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="/as/"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.getAttribute("href"));
});
document.addEventListener("visibilitychange", () => (document.hidden ? following.abort() : follow()));
addEventListener("popstate", () => go(location.href, { push: false }));

settle();
highlight();
if (!location.hash) focusComposer();
follow();
