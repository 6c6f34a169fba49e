// Deeds: what a person does with buttons, menus, fields and modals goes to the workspace.

import { say, screen } from "./live.js";

const token = document.querySelector('meta[name="token"]').content;
const PATIENCE = 6000; // milliseconds a complaint stays on the screen
const PAUSE = 400; // milliseconds of rest before typing counts as done
const TYPED = 'input:is([type="text"], [type="email"], [type="url"], [type="number"], [type="date"], [type="time"], [type="datetime-local"]), textarea';

// Do one deed; the answer is {ok, error?, errors?, go?, options?}.
export async function deed(name, body) {
  try {
    const answer = await fetch(`/as/${screen().dataset.person}/do/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Token": token },
      body: JSON.stringify({ place: screen().dataset.place, ...body }),
    });
    if (answer.status === 403) location.reload(); // the sandbox was started anew: so is its token
    return await answer.json();
  } catch {
    return { ok: false, error: screen().dataset.offline };
  }
}

export async function tell(name, body) {
  const answer = await deed(name, body);
  if (answer.error) say(answer.error, PATIENCE);
  return answer;
}

// Everything the controls of these blocks hold: name → values.
function held(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) (values[name] ??= []).push(value);
  return values;
}

function where(form) {
  const { view, message, channel } = form.dataset;
  return view ? { view } : { channel, ts: message };
}

// The dialog that asks "are you sure", where the bot wants one.
function sure(control) {
  const around = [control, ...[".menu", ".boxes", ".external"].map((it) => control.closest(it))];
  const dialog = around.map((node) => node?.nextElementSibling).find((node) => node?.matches("dialog.confirm"));
  if (!("confirm" in control.dataset) || !dialog) return Promise.resolve(true);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true }));
}

async function act(control, value = control.dataset.value ?? null) {
  if (control.ariaBusy) return;
  const form = control.closest("form.blocks");
  control.closest("[popover]")?.hidePopover();
  if (!(await sure(control))) return;
  if (control.dataset.url) window.open(control.dataset.url, "_blank", "noopener,noreferrer");
  control.setAttribute("aria-busy", "true");
  const { blockId: block_id, actionId: action_id } = control.dataset;
  await tell("click", { ...where(form), block_id, action_id, value, form: held(form) });
  control.removeAttribute("aria-busy");
}

function complain(form, answer) {
  for (const line of form.querySelectorAll(".error")) Object.assign(line, { textContent: "", hidden: !line.matches("[role]") });
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  const lost = Object.entries(answer.errors ?? {}).filter(([block, words]) => !complainAt(form, block, words));
  const rest = [answer.error, ...lost.map(([, words]) => words)].filter(Boolean);
  form.querySelector("footer .error").textContent = rest.join(" ");
  form.querySelector("[aria-invalid]")?.focus();
}

function complainAt(form, block, words) {
  const around = form.querySelector(`[data-block="${CSS.escape(block)}"]`);
  const line = around?.querySelector(".error");
  if (!line) return false;
  Object.assign(line, { textContent: words, hidden: false });
  around.querySelector("input:not([data-suggest]), textarea, select")?.setAttribute("aria-invalid", "true");
  return true;
}

async function submit(form) {
  if (form.ariaBusy) return;
  form.setAttribute("aria-busy", "true");
  const answer = await deed("submit", { view: form.dataset.view, form: held(form) });
  form.removeAttribute("aria-busy");
  complain(form, answer);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("form.blocks, [data-clock]")) event.preventDefault();
  if (form.matches("[data-modal]")) submit(form);
  if (form.matches("[data-clock]")) tell("clock", { by: form.by.value }).then((answer) => answer.ok && form.reset());
});

document.addEventListener("click", (event) => {
  const target = event.target.closest("button");
  if (!target) return;
  const { language, move, close, answer } = target.dataset;
  if (target.dataset.do) event.detail > 1 || act(target); // the second half of a double click may hit what came in its place
  else if (language) tell("language", { language });
  else if (move) tell("clock", { by: move });
  else if (close) closeView(target.closest("[data-view]"), close === "all");
  else if (answer !== undefined) target.closest("dialog").close(answer);
});

const closeView = (view, all) => tell("close", { view: view.dataset.view, all });

// Escape closes the top view in the workspace; the dialog goes when the workspace says so.
document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog.modal")) return;
  event.preventDefault();
  closeView(event.target, false);
}, true);

document.addEventListener("change", (event) => {
  if ("act" in event.target.dataset && !event.target.matches(TYPED)) act(event.target);
  keep(event.target.closest("[data-modal]"));
});

// A reload must not lose what is being filled in.
function keep(form) {
  if (form?.isConnected && !form.ariaBusy) deed("fill", { view: form.dataset.view, form: held(form) });
}

const sent = new WeakMap(); // what each typed control last acted with

// Typed values act when the person is done with them: Enter, or leaving the field.
function typedDone(control) {
  if (!("act" in control.dataset) || !control.matches(TYPED) || control.value === (sent.get(control) ?? control.defaultValue)) return;
  sent.set(control, control.value);
  act(control, control.value);
}
document.addEventListener("focusout", (event) => event.target.dataset && typedDone(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("input")) typedDone(event.target);
  const closed = event.target.matches("select:not([multiple])") && ["ArrowDown", "ArrowUp"].includes(event.key);
  if (closed && "act" in event.target.dataset) {
    event.preventDefault(); // a closed select would act at every arrow
    event.target.showPicker?.();
  }
});

let resting;
document.addEventListener("input", (event) => {
  const field = event.target;
  clearTimeout(resting);
  resting = setTimeout(() => rested(field), PAUSE);
});

function rested(field) {
  if ("eachCharacter" in field.dataset) typedDone(field);
  if ("suggest" in field.dataset) suggest(field);
  keep(field.closest("[data-modal]"));
}

async function suggest(field) {
  if (field.value.length < Number(field.dataset.least)) return;
  const { blockId: block_id, actionId: action_id } = field.dataset;
  const body = { ...where(field.closest("form.blocks")), block_id, action_id, value: field.value };
  const { options = [] } = await tell("suggest", body);
  const select = field.parentElement.querySelector("select");
  for (const option of [...select.options]) if (option.value && !option.selected) option.remove();
  for (const it of options) select.add(new Option(it.text.text, JSON.stringify(it)));
}
