// Popups: the emoji picker, the menus of messages and blocks, the status, and the keys that move in them.

import { insert } from "./composer.js";
import { tell } from "./deeds.js";
import { say, screen } from "./live.js";

const picker = document.getElementById("picker");
const menu = document.getElementById("message-menu");
const editor = document.getElementById("editor");
const status = document.getElementById("status");
const GAP = 4; // pixels between a button and what it opens
let message = null; // the message a popup was opened for
let area = null; // or the textarea that wants an emoji

function open(popup, button) {
  popup.showPopover();
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = at.bottom + GAP + height < innerHeight;
  popup.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`;
  popup.style.top = `${Math.max(GAP, below ? at.bottom + GAP : at.top - height - GAP)}px`;
  (popup.querySelector("input") ?? items(popup)[0])?.focus({ preventScroll: true });
}

// A message's toolbar hides with its focus, so focus returns to the message itself.
for (const popup of [picker, menu]) {
  popup.addEventListener("toggle", ({ newState }) => {
    const lost = !document.activeElement || document.activeElement === document.body || popup.contains(document.activeElement);
    if (newState === "closed" && lost && !area) message?.focus({ preventScroll: true });
  });
}

const items = (popup) => [...popup.querySelectorAll("button:not([hidden])")];

function react(node, name) {
  const { ts, channel } = node.dataset;
  return tell("react", { channel, ts, name });
}

function openPicker(button) {
  const search = picker.querySelector("input");
  search.value = "";
  filter("");
  open(picker, button);
}

function filter(text) {
  for (const button of picker.querySelectorAll("[data-emoji]")) button.hidden = !button.dataset.emoji.includes(text);
}

function openMenu(button) {
  for (const item of menu.querySelectorAll("[data-own]")) item.hidden = !("mine" in message.dataset);
  open(menu, button);
}

async function choose(choice, callback_id) {
  menu.hidePopover();
  const { channel, ts, link, raw } = message.dataset;
  if (choice === "shortcut") return tell("shortcut", { channel, ts, callback_id });
  if (choice === "link") {
    await navigator.clipboard?.writeText(link).catch(() => {});
    return say(screen().dataset.copied, 2000);
  }
  if (choice === "delete") return (await asked(document.getElementById("delete"))) && tell("delete", { channel, ts });
  editor.querySelector("textarea").value = raw;
  return (await asked(editor)) && tell("edit", { channel, ts, text: editor.querySelector("textarea").value });
}

async function setStatus({ dataset }) {
  const { emoji, words, until } = status.querySelector("form").elements;
  [emoji.value, words.value, until.value] = [dataset.name, dataset.status, dataset.until];
  if (await asked(status)) tell("status", { emoji: emoji.value, text: words.value, until: until.value });
}

function asked(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { dataset } = button;
  const within = button.closest(".message");
  if ("pick" in dataset || "more" in dataset) [message, area] = [within, null];
  if ("pick" in dataset) openPicker(button);
  else if ("more" in dataset) openMenu(button);
  else if (dataset.react) react(within, dataset.react);
  else if (dataset.menu) open(document.getElementById(dataset.menu), button);
  else if ("insert" in dataset) pickFor(button);
  else if ("status" in dataset) setStatus(button);
  else if ("pause" in dataset) tell("pause", {});
  else if (dataset.emoji) picked(dataset.emoji);
  else if (dataset.choice) choose(dataset.choice, dataset.callback);
});

function picked(name) {
  picker.hidePopover();
  if (area) insert(area, `:${name}: `);
  else if (message) react(message, name);
}

function pickFor(button) {
  area = button.form.querySelector("textarea");
  openPicker(button);
}

picker.querySelector("input").addEventListener("input", (event) => filter(event.target.value.trim().toLowerCase()));
picker.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault(); // focus goes back to a button, which this Enter must not press
  items(picker)[0]?.click();
});
for (const field of [editor.querySelector("textarea"), status.querySelector("[name=words]")]) field.addEventListener("keydown", accept);

function accept(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault(); // the first button of a form, which Enter would press, is "cancel"
  event.target.closest("dialog").querySelector("[value=yes]").click();
}

// Arrows move in menus, in the picker's grid, and from message to message.
document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const popup = event.target.closest?.(".menu, .picker");
  if (popup && popup.id !== "suggestions") return walk(event, items(popup), popup);
  if (!step || !event.target.matches?.(".message")) return;
  const messages = [...event.target.closest("[data-log]").querySelectorAll(".message")];
  const next = messages[messages.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

function walk(event, all, popup) {
  const grid = popup === picker;
  const across = grid ? Math.max(1, all.findIndex((it) => it.offsetTop > all[0].offsetTop)) : 1;
  const steps = { ArrowDown: across, ArrowUp: -across, ...(grid && { ArrowRight: 1, ArrowLeft: -1 }) };
  const step = steps[event.key];
  if (!step || !all.length || (event.target.matches("input") && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const at = all.indexOf(event.target);
  const next = at < 0 ? 0 : grid ? Math.min(Math.max(at + step, 0), all.length - 1) : (at + step + all.length) % all.length;
  all[next].focus();
}

// Escape closes the thread when nothing else is open.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open")) return;
  document.querySelector("[data-escape]")?.click();
});
