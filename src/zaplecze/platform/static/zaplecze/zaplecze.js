// Keys, dialogs, dropping of files, the posting grid. Pages work without it; with it no mouse is needed.
"use strict";

const one = (selector, inside = document) => inside.querySelector(selector);
const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// ---- Dialogs: <button data-dialog="id"> opens <dialog id="id">, [data-close] closes.
function openDialog(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) openDialog(document.getElementById(opener.dataset.dialog));
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  const menu = event.target.closest("[data-menu]");
  if (menu) {
    const open = one(".rail").classList.toggle("open");
    menu.setAttribute("aria-expanded", String(open));
  }
});

// ---- Keys: any element with data-key is pressed by that key ("a", "ctrl+enter", "insert").
function keyName(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("ctrl");
  if (event.altKey) parts.push("alt");
  if (event.shiftKey && event.key.length > 1) parts.push("shift");
  parts.push(event.key.toLowerCase());
  return parts.join("+");
}
const typing = (element) => element.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  const name = keyName(event);
  const dialog = one("dialog[open]");
  const scope = dialog || document;
  const plain = !name.includes("+") && (event.key.length === 1);
  if (typing(event.target) && (plain || name === "insert" || name === "delete")) return;
  const target = all(`[data-key="${CSS.escape(name)}"]`, scope).find((e) => e.offsetParent !== null && !e.disabled);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input:not([type=file]), select, textarea")) { target.focus(); target.select?.(); }
  else target.click();
});

// ---- The rail: a group that was opened or closed stays so on the next page, unless that page is in it.
all(".rail details[data-keep]").forEach((group) => {
  const name = `rail ${group.dataset.keep}`;
  if (!one("[aria-current]", group) && localStorage.getItem(name)) group.open = true;
  one("summary", group).addEventListener("click", () => {
    if (group.open) localStorage.removeItem(name);  // it is still open, and about to close
    else localStorage.setItem(name, "open");
  });
});

// ---- Going by words: the search field also names the pages of the rail; arrows walk through what it found.
const plainWords = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/g, "l");
const searched = one("#szukaj");
if (searched) {
  const pages = one("#strony");
  searched.addEventListener("input", () => {
    const words = plainWords(searched.value.trim()).split(/\s+/);
    const meant = searched.value.trim().length < 2 ? [] : all(".rail a").filter((link) => {
      const title = plainWords(link.firstChild.textContent);
      return words.every((word) => title.includes(word));
    });
    pages.replaceChildren(...meant.slice(0, 6).map((link) => {
      const copy = document.createElement("a");
      copy.href = link.href;
      copy.textContent = link.firstChild.textContent.trim();
      return copy;
    }));
  });
  const form = searched.form;
  form.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const places = [searched, ...all(".founds a", form)];
    const now = places.indexOf(document.activeElement);
    const next = places[now + (event.key === "ArrowDown" ? 1 : -1)];
    if (now < 0 || !next) return;
    next.focus();
    event.preventDefault();
  });
}

// ---- Lists: arrows choose a row, Enter opens it, Space ticks it.
function chosen(table) { return one('tr[aria-selected="true"]', table); }
function choose(row) {
  const table = row.closest("table");
  chosen(table)?.removeAttribute("aria-selected");
  row.setAttribute("aria-selected", "true");
  one("a", row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr.link");
  if (row && !event.target.closest("a, button, input, label, select")) one("a", row)?.click();
});
document.addEventListener("keydown", (event) => {
  if (typing(event.target) || one("dialog[open]")) return;
  const table = one("table[data-list]");
  if (!table || !["ArrowDown", "ArrowUp", " "].includes(event.key)) return;
  const rows = all("tbody tr.link", table);
  if (!rows.length) return;
  const now = rows.indexOf(chosen(table));
  if (event.key === " ") {
    const box = now >= 0 && one("input[type=checkbox]", rows[now]);
    if (!box) return;
    box.click();
  } else {
    const next = event.key === "ArrowDown" ? Math.min(now + 1, rows.length - 1) : Math.max(now - 1, 0);
    choose(rows[next]);
  }
  event.preventDefault();
});

// ---- Dropping files anywhere on a page that has an inbox form.
const inbox = one("form[data-inbox]");
if (inbox) {
  const files = one("input[type=file]", inbox);
  const zone = one(".drop");
  files.addEventListener("change", () => files.files.length && inbox.requestSubmit());
  let depth = 0;
  addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; zone?.classList.add("over"); });
  addEventListener("dragleave", () => { depth -= 1; if (depth <= 0) zone?.classList.remove("over"); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    inbox.requestSubmit();
  });
}

// ---- A form is sent once: a second press of the key does nothing.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post" || "again" in event.target.dataset) return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// ---- Where the paper says it: a field lights up the place on the paper that it was read from.
document.addEventListener("focusin", (event) => {
  all("mark.lit").forEach((mark) => mark.classList.remove("lit"));
  const from = event.target.dataset?.from;
  if (!from) return;
  all(`mark[data-at="${CSS.escape(from)}"]`).forEach((mark) => mark.classList.add("lit"));
});

// ---- Days: + and - move a date by a day.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches("input[type=date]") || !["+", "-", "="].includes(event.key) || !field.value) return;
  event.preventDefault();
  const day = new Date(`${field.value}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + (event.key === "-" ? -1 : 1));
  field.value = day.toISOString().slice(0, 10);
});

// ---- The posting grid.
const grid = one("table.grid");
const grosze = (text) => {
  const plain = text.replace(/[\s\u00a0]/g, "").replace("\u2212", "-").replace(",", ".");
  if (plain === "") return 0;
  return /^-?\d+(\.\d{0,2})?$/.test(plain) ? Math.round(parseFloat(plain) * 100) : NaN;
};
const amountText = (value) => (value / 100).toFixed(2).replace(".", ",");
const shown = (value) => amountText(value).replace("-", "\u2212").replace(/\B(?=(\d{3})+(?!\d))/g, "\u00a0");

// A row in a currency: what the table of the working day before makes of it is told, and = takes it as the amount.
const inCurrency = (row) => ["currency", "currency_amount"].every((name) => one(`[name=${name}]`, row)?.value.trim());
async function fillRate(row, field) {
  const value = (name) => one(`[name=${name}]`, row).value;
  const query = new URLSearchParams({
    waluta: value("currency"), kwota: value("currency_amount"), dzien: one("[name=operation]")?.value || "",
  });
  const answer = await fetch(`${grid.dataset.rates}?${query}`);
  if (!answer.ok) return;
  const found = await answer.json(), why = one(".why", row);
  if (why) why.textContent = found.told;
  if (!field || !found.amount) return;
  one(`[name=${field.name === "debit" ? "credit" : "debit"}]`, row).value = "";
  field.value = found.amount; gridSums();
}
grid?.addEventListener("change", (event) => {
  const row = event.target.closest("tbody tr");
  if (row && ["currency", "currency_amount"].includes(event.target.name) && inCurrency(row)) fillRate(row);
});

function gridSums() {
  const sum = (name) => all(`input[name=${name}]`, grid).reduce((total, field) => total + (grosze(field.value) || 0), 0);
  const debit = sum("debit"), credit = sum("credit");
  one("[data-sum=debit]").textContent = shown(debit);
  one("[data-sum=credit]").textContent = shown(credit);
  const note = one("[data-difference]");
  note.textContent = debit === credit ? note.dataset.even : `${note.dataset.odd} ${shown(debit - credit)}`;
  note.className = debit === credit ? "why" : "bad small";
  return debit - credit;
}
function addRow(after) {
  const row = one("template[data-row]").content.firstElementChild.cloneNode(true);
  after ? after.after(row) : one("tbody", grid).append(row);
  return row;
}
const firstCell = (row) => one("input[name=account]", row);
async function accountsFor(text, where = grid.dataset.accounts) {
  const answer = await fetch(`${where}?q=${encodeURIComponent(text)}`);
  return answer.ok ? (await answer.json()).results : [];
}
async function showName(field) {
  const place = one(".name", field.closest("td"));
  const text = field.value.trim();
  if (text === "") { place.textContent = ""; return; }
  const found = (await accountsFor(text)).find((account) => account.value === text);
  place.textContent = found ? found.label.slice(found.value.length + 1) : place.dataset.unknown;
  field.setAttribute("aria-invalid", String(!found));
}
function accountDialog(field) {
  const partner = field.name === "partner";
  const dialog = document.getElementById(partner ? "partners" : "accounts");
  const where = partner ? grid.dataset.partners : grid.dataset.accounts;
  const text = one("input", dialog), list = one(".choices", dialog);
  let picked = 0, asked = 0, filled;
  const paint = () => all("button", list).forEach((b, i) => {
    b.setAttribute("aria-selected", String(i === picked));
    if (i === picked) b.scrollIntoView({ block: "nearest" });
  });
  const fill = async () => {
    const mine = asked += 1;
    const results = await accountsFor(text.value.trim(), where);
    if (mine !== asked) return;
    list.replaceChildren(...results.map((account) => {
      const item = document.createElement("li"), button = document.createElement("button");
      button.type = "button"; button.textContent = account.label; button.value = account.value;
      button.setAttribute("role", "option"); button.tabIndex = -1;
      button.onclick = () => { field.value = button.value; dialog.close(); if (!partner) showName(field); field.focus(); };
      item.setAttribute("role", "presentation"); item.append(button);
      return item;
    }));
    picked = 0; paint();
  };
  text.value = field.value.trim();
  text.oninput = () => { filled = fill(); };
  text.onkeydown = (event) => {
    const buttons = all("button", list);
    if (event.key === "ArrowDown") picked = Math.min(picked + 1, buttons.length - 1);
    else if (event.key === "ArrowUp") picked = Math.max(picked - 1, 0);
    else if (event.key === "Enter") {
      event.preventDefault();
      // Whoever types fast gets what was typed, not what the list showed before.
      filled.then(() => all("button", list)[picked]?.click());
      return;
    }
    else return;
    event.preventDefault(); paint();
  };
  openDialog(dialog); text.select(); filled = fill();
}
if (grid) {
  const cells = () => all("tbody input:not([type=hidden]), tbody select", grid);
  grid.addEventListener("input", gridSums);
  grid.addEventListener("change", (event) => { if (event.target.name === "account") showName(event.target); });
  grid.addEventListener("click", (event) => {
    const lookup = event.target.closest("[data-lookup]");
    if (lookup) accountDialog(one("input[name=account]", lookup.closest("td")));
    if (event.target.closest("[data-remove]")) { event.target.closest("tr").remove(); gridSums(); }
  });
  one("[data-add]")?.addEventListener("click", () => firstCell(addRow()).focus());
  grid.addEventListener("keydown", (event) => {
    const field = event.target, row = field.closest("tbody tr");
    if (!row || field.tagName === "BUTTON") return;
    const list = cells(), at = list.indexOf(field);
    const column = (step) => {
      const other = step > 0 ? row.nextElementSibling : row.previousElementSibling;
      return other && one(`[name=${field.name}]`, other);
    };
    if (event.key === "F2" && ["account", "partner"].includes(field.name)) accountDialog(field);
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      // Enter goes over the everyday fields; Tab, and Enter from one of the others, through all.
      const next = list.slice(at + 1).find((f) => "extra" in field.dataset || !("extra" in f.dataset))
        || firstCell(addRow(row));
      next.focus(); next.select?.();
    } else if (event.key === "Insert" || event.key === "F8") firstCell(addRow(row)).focus();
    else if (event.key === "Delete" && event.ctrlKey) {
      const near = row.nextElementSibling || row.previousElementSibling;
      row.remove(); gridSums(); if (near) firstCell(near).focus();
    } else if (event.key === "." && field.value === "" && !field.classList.contains("amount") && column(-1)) {
      field.value = column(-1).value; if (field.name === "account") showName(field);
    } else if (event.key === "=" && field.classList.contains("amount") && inCurrency(row)) {
      fillRate(row, field);
    } else if (event.key === "=" && field.classList.contains("amount")) {
      field.value = "";
      const other = one(`[name=${field.name === "debit" ? "credit" : "debit"}]`, row);
      other.value = "";
      const missing = gridSums() * (field.name === "debit" ? -1 : 1);
      field.value = missing ? amountText(missing) : ""; gridSums();
    } else if (event.key === "ArrowDown" && column(1) && field.tagName !== "SELECT") column(1).focus();
    else if (event.key === "ArrowUp" && column(-1) && field.tagName !== "SELECT") column(-1).focus();
    else return;
    event.preventDefault();
  });
  gridSums();
}

// ---- Begin where the work is.
(one("[data-first]") || one("table[data-list] tbody tr.link a"))?.focus({ preventScroll: true });
const first = one("table[data-list] tbody tr.link");
if (first && !chosen(first.closest("table"))) first.setAttribute("aria-selected", "true");

// ---- Minutes at a paper: seconds in which it is seen and its reader does something, reported each half minute and on
// leaving. After a minute without a move counting stops. Prints are counted too. Both need the form token of the page.
const token = one("input[name=csrfmiddlewaretoken]")?.value;
function tell(address, values) {
  if (!token) return;
  const form = new FormData();
  form.append("csrfmiddlewaretoken", token);
  Object.entries(values).forEach(([name, value]) => form.append(name, value));
  navigator.sendBeacon(address, form);
}
const work = one("[data-effort]");
if (work) {
  const IDLE = 60_000, REPORT = 30;
  let moved = Date.now(), seconds = 0;
  const report = () => {
    const whole = Math.floor(seconds);
    if (whole >= 1) tell(work.dataset.effort, { seconds: Math.min(whole, 120) });
    seconds -= whole;
  };
  ["pointermove", "pointerdown", "keydown", "wheel", "scroll"].forEach((name) =>
    addEventListener(name, () => { moved = Date.now(); }, { passive: true, capture: true }));
  setInterval(() => {
    if (document.visibilityState !== "visible" || !document.hasFocus() || Date.now() - moved > IDLE) return;
    seconds += 1;
    if (seconds >= REPORT) report();
  }, 1_000);
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") report(); });
  addEventListener("pagehide", report);
}
const { prints, paper = "" } = document.documentElement.dataset;
if (prints) addEventListener("beforeprint", () => tell(prints, { what: document.title, paper }));
