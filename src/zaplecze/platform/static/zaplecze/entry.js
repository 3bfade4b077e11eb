// Entry of postings: schemes (F9), splits (F4), blocks pasted from a sheet. After zaplecze.js, whose names it uses.
"use strict";

// ---- F9: a scheme is found by typing; Enter goes through its amounts, then puts it in.
const schemes = one("dialog[data-schemes]");
if (schemes) {
  const filter = one("input[data-filter]", schemes);
  const shownPicks = () => all("li[data-name]", schemes).filter((pick) => !pick.hidden);
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    all("li[data-name]", schemes).forEach((pick) => { pick.hidden = !pick.dataset.name.includes(wanted); });
  });
  schemes.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const pick = event.target === filter ? shownPicks()[0] : event.target.closest("li");
    if (!pick) return;
    const fields = all("input", pick), next = fields[fields.indexOf(event.target) + 1];
    if (next) next.focus(); else one("button", pick).click();
  });
}

// ---- The cells of a row, by name.
const ENTRY_COLUMNS = ["account", "center", "debit", "credit", "project", "partner", "currency", "currency_amount", "line_text"];
const cell = (row, name) => one(`[name=${name}]`, row);
function fillRow(row, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = cell(row, name);
    if (field) field.value = value;
  }
  const why = one(".why", row);
  if (why) why.textContent = values.reason || "";
  if (cell(row, "account").value) showName(cell(row, "account"));
}

if (grid) {
  // What a person changes is her own: the reason of a split row goes.
  grid.addEventListener("input", (event) => {
    const row = event.target.closest("tbody tr");
    if (row && cell(row, "reason")) { cell(row, "reason").value = ""; one(".why", row).textContent = ""; }
  });

  // ---- F4: the splits of a row with what each would make; nothing changes before Enter.
  const dialog = document.getElementById("podziel");
  const text = dialog && one("label input", dialog), list = dialog && one(".choices", dialog);
  const refused = dialog && one("[data-refused]", dialog);
  let row = null, offers = [], picked = 0, asked = 0, filled = Promise.resolve();
  const paint = () => all("button", list).forEach((button, n) => button.setAttribute("aria-selected", String(n === picked)));
  const shares = (lines) => lines.map((line) =>
    [line.account, line.center, line.project, line.debit || line.credit].filter(Boolean).join(" ")).join(" · ");
  async function fillOffers() {
    const mine = asked += 1;
    const query = new URLSearchParams({ q: text.value, operation: one("[name=operation]")?.value || "" });
    ENTRY_COLUMNS.forEach((name) => query.set(name, cell(row, name).value));
    const answer = await fetch(`${grid.dataset.splits}?${query}`);
    if (mine !== asked) return;
    const told = answer.ok ? await answer.json() : { results: [] };
    offers = told.results;
    refused.textContent = told.refused || "";
    list.replaceChildren(...offers.map((offer, n) => {
      const item = document.createElement("li"), button = document.createElement("button"), what = document.createElement("small");
      button.type = "button"; button.tabIndex = -1; button.textContent = offer.label;
      button.setAttribute("role", "option"); item.setAttribute("role", "presentation");
      what.textContent = offer.refused || shares(offer.lines); what.className = offer.refused ? "bad" : "muted";
      button.append(document.createElement("br"), what); button.onclick = () => take(n, false);
      item.append(button);
      return item;
    }));
    picked = 0; paint();
  }
  function take(n, remember) {
    const offer = offers[n];
    if (!offer || !offer.lines.length) return;
    const account = cell(row, "account").value, partner = cell(row, "partner").value;
    let last = row;
    for (const line of offer.lines) { last = addRow(last); fillRow(last, line); }
    const next = row.nextElementSibling;
    row.remove(); gridSums(); dialog.close(); cell(next, "account").focus();
    if (remember && offer.value) {
      const form = one("form[data-remember]", dialog);
      Object.entries({ split: offer.value, partner: grid.dataset.partner, tax_id: partner, account })
        .forEach(([name, value]) => { form.elements[name].value = value; });
      fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    }
  }
  if (dialog) {
    text.addEventListener("input", () => { filled = fillOffers(); });
    text.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") picked = Math.min(picked + 1, offers.length - 1);
      else if (event.key === "ArrowUp") picked = Math.max(picked - 1, 0);
      else if (event.key === "Enter") {
        event.preventDefault(); event.stopPropagation();
        const remember = event.ctrlKey || event.metaKey;
        filled.then(() => take(picked, remember));
        return;
      } else return;
      event.preventDefault(); paint();
    });
    grid.addEventListener("keydown", (event) => {
      if (event.key !== "F4" || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      row = event.target.closest("tbody tr");
      text.value = ""; offers = []; list.replaceChildren();
      openDialog(dialog); text.focus(); filled = fillOffers();
    });
  }

  // ---- A block from a sheet fills the grid from the field on which it is pasted.
  const told = one("[data-pasted]");
  function paste(field, value) {
    if (field.tagName !== "SELECT") { field.value = value.trim(); return true; }
    const wanted = value.trim().toLowerCase();
    const option = [...field.options].find((o) => [o.value.toLowerCase(), o.text.toLowerCase()].includes(wanted));
    if (option) field.value = option.value;
    return Boolean(option) || wanted === "";
  }
  grid.addEventListener("paste", (event) => {
    const field = event.target, block = event.clipboardData.getData("text/plain");
    const first = ENTRY_COLUMNS.indexOf(field.name);
    if (first < 0 || !/[\t\n]/.test(block.trim())) return;
    event.preventDefault();
    let at = field.closest("tbody tr");
    const unknown = [];
    block.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, n) => {
      if (n) at = at.nextElementSibling || addRow(at);
      line.split("\t").forEach((value, column) => {
        const name = ENTRY_COLUMNS[first + column];
        if (name && !paste(cell(at, name), value)) unknown.push(value.trim());
      });
      cell(at, "reason").value = "";
      if (cell(at, "account").value) showName(cell(at, "account"));
    });
    told.textContent = unknown.length ? `${told.dataset.unknown} ${[...new Set(unknown)].join(", ")}` : "";
    gridSums();
  });
}
