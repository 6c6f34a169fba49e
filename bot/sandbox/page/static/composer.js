// Composer: write, complete names and commands, send; a half-written message is never lost.

import { deed } from "./deeds.js";
import { screen } from "./live.js";

const known = JSON.parse(document.getElementById("known").textContent);
const menu = document.getElementById("suggestions");
const WORD = /(?:^|\s)([@#:/])([\p{L}\p{N}_'+.-]*)$/u;
const MOST = 8; // suggestions at once
const ready = new WeakSet(); // composers that have their draft back
let writing = null; // the textarea the suggestions belong to

const draftName = (form) => `draft:${screen().dataset.person}:${form.dataset.channel}:${form.dataset.threadTs}`;

export function restoreDrafts() {
  for (const form of document.querySelectorAll("[data-composer]")) {
    if (ready.has(form)) continue;
    ready.add(form);
    form.querySelector("textarea").value = sessionStorage.getItem(draftName(form)) ?? "";
    fit(form.querySelector("textarea"));
  }
}

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
}

function written(area) {
  const form = area.closest("form");
  if (area.value) sessionStorage.setItem(draftName(form), area.value);
  else sessionStorage.removeItem(draftName(form));
  form.querySelector(".error").textContent = "";
  fit(area);
  hint(form, area.value);
}

function hint(form, text) {
  const command = known.commands.find((it) => text.startsWith(it.name));
  const line = form.querySelector(".hint");
  line.textContent = command ? `${command.name} ${command.hint}` : form.dataset.hint;
}

async function send(form) {
  const area = form.querySelector("textarea");
  const text = area.value;
  if (!text.trim()) return;
  area.value = "";
  written(area);
  const answer = await deed("say", { channel: form.dataset.channel, thread: form.dataset.threadTs, text });
  if (answer.ok) return;
  if (answer.keep && !area.value) {
    area.value = text;
    written(area);
  }
  form.querySelector(".error").textContent = answer.error;
}

// ——— suggestions ———

function sought(area) {
  const [, sign, word] = area.value.slice(0, area.selectionStart).match(WORD) ?? [];
  const first = area.selectionStart === (word?.length ?? 0) + 1;
  return !sign || (sign === "/" && !first) || (sign === ":" && word.length < 2) ? null : { sign, word };
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function candidates({ sign, word }) {
  const start = fold(word);
  const begins = (text) => fold(text).split(/[\s_]/).some((part) => part.startsWith(start)) || fold(text).startsWith(start);
  switch (sign) {
    case "@": return known.people.filter((it) => begins(it.name) || begins(it.handle)).map((it) => ({ text: `@${it.handle} `, label: it.name, about: it.about }));
    case "#": return known.channels.filter(begins).map((name) => ({ text: `#${name} `, label: `#${name}`, about: "" }));
    case "/": return known.commands.filter((it) => it.name.startsWith(`/${word}`)).map((it) => ({ text: `${it.name} `, label: it.name, about: it.about }));
    default: return [...document.querySelectorAll("[data-emoji]")].filter((it) => begins(it.dataset.emoji))
      .map(({ dataset }) => ({ text: `:${dataset.emoji}: `, label: `${dataset.character} :${dataset.emoji}:`, about: "" }));
  }
}

function offer(area) {
  const wanted = sought(area);
  const found = wanted ? candidates(wanted).slice(0, MOST) : [];
  menu.replaceChildren(...found.map((it, place) => choice(it, place, wanted)));
  if (!found.length) return withdraw();
  writing = area;
  const box = area.closest(".writing").getBoundingClientRect();
  Object.assign(menu.style, { left: `${box.left}px`, bottom: `${innerHeight - box.top + 4}px` });
  menu.showPopover();
  const complete = found[0].text.trim() === wanted.sign + wanted.word;
  choose(complete ? -1 : 0);
}

function choice({ text, label, about }, place, { word }) {
  const row = document.createElement("button");
  Object.assign(row, { type: "button", id: `suggestion-${place}`, textContent: label, role: "option" });
  row.tabIndex = -1;
  row.append(Object.assign(document.createElement("small"), { textContent: about }));
  row.addEventListener("mousedown", (event) => event.preventDefault());
  row.addEventListener("click", () => insert(writing, text, word.length + 1));
  return row;
}

function choose(place) {
  [...menu.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === place)));
  if (menu.children[place]) writing.setAttribute("aria-activedescendant", menu.children[place].id);
  else writing.removeAttribute("aria-activedescendant");
}

function withdraw() {
  menu.replaceChildren();
  if (menu.matches(":popover-open")) menu.hidePopover();
  writing?.removeAttribute("aria-activedescendant");
  writing = null;
}

export function insert(area, text, instead = 0) {
  const end = area.selectionStart;
  area.setRangeText(text, end - instead, area.selectionEnd, "end");
  area.focus();
  withdraw();
  written(area);
}

function steer(event) {
  const rows = [...menu.children];
  const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose((at + step + rows.length) % rows.length);
  else if (event.key === "Escape") withdraw();
  else if (event.key === "Tab") rows[Math.max(at, 0)].click();
  else if (event.key === "Enter" && !event.shiftKey && at >= 0) rows[at].click();
  else return false;
  event.preventDefault();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-composer] textarea") || event.isComposing) return;
  if (writing && steer(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send(event.target.form);
  }
});
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-composer] textarea")) return;
  written(event.target);
  offer(event.target);
});
document.addEventListener("focusout", (event) => event.target === writing && withdraw());
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-composer]")) return;
  event.preventDefault();
  withdraw();
  send(event.target);
});
