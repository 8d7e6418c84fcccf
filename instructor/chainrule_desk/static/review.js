// Keys, formulas, and the state of saving. Everything else is done by links, forms and htmx.
"use strict";

function setFormulas() {
  for (const place of document.querySelectorAll(".math")) {
    katex.render(place.textContent, place, {
      displayMode: place.tagName === "DIV",
      throwOnError: false,
      strict: "ignore",
      trust: false,
      maxSize: 30,
      maxExpand: 500,
    });
  }
}

let unanswered = 0; // steps that the desk has not confirmed: leaving now would lose them
let pending = 0; // requests whose answer is not on the page yet
let busy = false; // from the first of them until the page shows what the last one gave
let confirmed = ""; // what the bar says of the last step, if it was saved
let draft = null; // what is being written in the panel, until it is sent: a new panel keeps it
let kept = null; // the field of the new panel that has it, and does not know that it was written in
let stale = false; // an answer came for a panel that had been replaced
const waiting = []; // keys pressed meanwhile

function say(text, kind) {
  const state = document.getElementById("state");
  if (state) {
    state.textContent = text;
    state.className = `state ${kind}`;
  }
}

function onRequest() {
  unanswered += 1;
  pending += 1;
  busy = true;
  say("Saving…", "saving");
}

function onAnswer(event) {
  pending -= 1;
  const answer = event.detail.xhr;
  confirmed = event.detail.successful ? `Saved ${new Date().toLocaleTimeString()}` : "";
  if (confirmed) {
    if (pending === 0) sayHow();
  } else if (!answer?.status) {
    say("Not saved: the desk does not answer. Is it still running?", "failed");
  } else if (answer.getResponseHeader("content-type")?.startsWith("text/plain")) {
    say(answer.responseText, "failed");
  } else if (reasonAsked()) {
    sayHow();
  } else {
    say("Not saved: see above the rubric", "failed");
  }
  setTimeout(goOn, 50); // htmx needs a moment to make new buttons work
}

function reasonAsked() {
  return document.querySelector(".unsaved .comment");
}

function sayHow() {
  if (reasonAsked()) {
    say("Not saved: say why", "failed");
  } else if (confirmed) {
    say(confirmed, "saved");
  }
}

function askWhy() {
  reasonAsked().focus();
  sayHow();
}

function onSwap() {
  if (draft && !draft.isConnected) {
    kept = document.getElementById(draft.id);
    if (kept) kept.value = draft.value;
    draft = kept;
  }
  const points = reasonAsked()?.closest(".item").querySelector("[name=points]");
  if (points && document.activeElement === points) {
    askWhy();
  } else {
    sayHow();
  }
}

function goOn() {
  if (pending > 0) return;
  busy = false;
  if (stale) {
    location.reload();
  } else if (waiting.length > 0) {
    press(waiting.shift());
  }
}

function press(id) {
  if (busy) {
    waiting.push(id);
  } else if (reasonAsked() && (id === "done" || id === "next")) {
    askWhy();
  } else {
    document.getElementById(id)?.click();
    if (waiting.length > 0 && !busy) press(waiting.shift());
  }
}

const KEYS = { Enter: "done", n: "next", u: "undo", f: "flagged" };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !document.getElementById("panel")) return;
  const target = event.target;
  const writing = target.matches("textarea, input:not([type=checkbox])");
  if (event.key === "Escape" && writing) {
    target.blur();
  } else if (writing || (event.key === "Enter" && target.matches("a, button, summary"))) {
    return;
  } else if (/^[1-9]$/.test(event.key)) {
    press(`toggle-${event.key}`);
    event.preventDefault();
  } else if (event.shiftKey && /^Digit[1-9]$/.test(event.code)) {
    const points = document.getElementById(`points-${event.code.at(-1)}`);
    points?.focus();
    points?.select();
    event.preventDefault();
  } else if (event.key === "c") {
    document.getElementById("whole").focus();
    event.preventDefault();
  } else if (event.key in KEYS) {
    press(KEYS[event.key]);
    event.preventDefault();
  }
}

function saveKept(field) {
  if (field === kept) field.dispatchEvent(new Event("change", { bubbles: true }));
}

function onClick(event) {
  const used = event.target.closest(".reuse");
  if (!used) return;
  const whole = document.getElementById("whole");
  whole.value = [whole.value.trim(), used.textContent].filter(Boolean).join("\n");
  whole.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
document.addEventListener("input", ({ target }) => {
  if (target.closest("#panel") && target.type !== "checkbox") draft = target;
  if (target.value) target.removeAttribute("aria-invalid"); // the reason that was asked for
});
document.addEventListener("change", ({ target }) => {
  if (target === kept) kept = null;
  setTimeout(() => {
    if (target === draft) draft = null; // unless a new panel was the reason for the event
  });
});
document.addEventListener("focusout", ({ target }) => saveKept(target));
document.addEventListener("keyup", ({ key, target }) => {
  if (key === "Enter" && target.matches("input")) saveKept(target);
});
document.addEventListener("htmx:afterSwap", onSwap);
document.addEventListener("htmx:beforeRequest", onRequest);
document.addEventListener("htmx:afterRequest", onAnswer);
document.addEventListener("htmx:beforeSwap", (event) => {
  stale ||= !document.contains(event.detail.target);
});
document.addEventListener("htmx:beforeOnLoad", () => (unanswered -= 1));
document.addEventListener("htmx:sendError", () => (unanswered -= 1));
window.addEventListener("beforeunload", (event) => {
  if (unanswered > 0 || reasonAsked()) event.preventDefault();
});
setFormulas();
