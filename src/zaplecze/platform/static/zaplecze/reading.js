// A paper beside its form: the field in focus lights up its place, checks as one types, zoom and pages by keys.
"use strict";
{
  const viewer = () => document.querySelector("[data-viewer]");
  const lit = (key) => {
    const pane = viewer();
    if (!pane) return;
    pane.querySelectorAll("rect.lit").forEach((mark) => mark.classList.remove("lit"));
    const mark = key && pane.querySelector(`rect[data-at="${CSS.escape(key)}"]`);
    if (!mark) return;
    mark.classList.add("lit");
    const look = pane.querySelector(".look"), at = mark.getBoundingClientRect(), box = look.getBoundingClientRect();
    const hidden = at.top < box.top || at.bottom > box.bottom || at.left < box.left || at.right > box.right;
    if (hidden) look.scrollBy({ top: at.top - box.top - box.height / 3, left: at.left - box.left - box.width / 3 });
  };
  document.addEventListener("focusin", (event) => lit(event.target.dataset?.from));
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("rect[data-at]");
    const field = mark && document.querySelector(`[data-form] [name="${CSS.escape(mark.dataset.at)}"]`);
    if (!field) return;
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    field.select?.();
  });

  // ---- The paper: zoom, pages.
  const leaves = () => [...viewer().querySelectorAll("[data-leaf]")];
  const now = () => {
    const top = viewer().querySelector(".look").getBoundingClientRect().top + 40;
    return Math.max(0, leaves().findLastIndex((leaf) => leaf.getBoundingClientRect().top <= top));
  };
  const count = () => {
    const shown = viewer()?.querySelector("[data-leaf-now]"), turned = viewer()?.querySelector("[data-leaf-turned]");
    if (shown) shown.textContent = `${now() + 1} / ${leaves().length}`;
    if (turned) turned.value = now() + 1;
  };
  document.addEventListener("scroll", (event) => { if (event.target.matches?.(".look")) count(); }, { capture: true, passive: true });
  document.addEventListener("click", (event) => {
    const zoom = event.target.closest?.("[data-zoom]"), step = event.target.closest?.("[data-leaf-step]");
    if (zoom) {
      const pane = viewer(), large = pane.classList.toggle("large");
      zoom.setAttribute("aria-pressed", String(large));
      pane.querySelectorAll("img").forEach((image) => {
        const address = new URL(image.src);
        large ? address.searchParams.set("rozmiar", "wielka") : address.searchParams.delete("rozmiar");
        image.src = address.href;
      });
      lit(document.activeElement?.dataset?.from);
    } else if (step) {
      const pages = leaves(), wanted = Math.min(Math.max(now() + Number(step.dataset.leafStep), 0), pages.length - 1);
      const look = viewer().querySelector(".look");
      look.scrollBy({ top: pages[wanted].getBoundingClientRect().top - look.getBoundingClientRect().top });
      count();
    }
  });

  // ---- Checks as one types. What they say is said again by the program when the form is sent.
  const digits = (text) => text.replace(/[\s\u00a0-]/g, "");
  const nipFits = (text) => {
    const plain = digits(text).replace(/^PL/i, "");
    if (!/^\d{10}$/.test(plain)) return false;
    const sum = [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((total, weight, i) => total + weight * Number(plain[i]), 0);
    return sum % 11 === Number(plain[9]);
  };
  const accountFits = (text) => {
    let plain = digits(text).toUpperCase();
    if (/^\d{26}$/.test(plain)) plain = `PL${plain}`;
    if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain)) return false;
    const turned = plain.slice(4) + plain.slice(0, 4);
    let rest = 0;
    for (const sign of turned) for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
    return rest === 1;
  };
  const grosze = (text) => {
    const plain = text.replace(/[\s\u00a0]/g, "").replace("\u2212", "-").replace(",", ".");
    if (plain === "") return 0;
    return /^-?\d+(\.\d{0,2})?$/.test(plain) ? Math.round(parseFloat(plain) * 100) : NaN;
  };
  const checks = {
    nip: nipFits,
    account: accountFits,
    amount: (text) => !Number.isNaN(grosze(text)),
  };
  const check = (field) => {
    const wrong = field.value.trim() !== "" && !checks[field.dataset.check](field.value);
    if (wrong) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const word = field.closest("div").querySelector("[data-fault]");
    if (word) word.hidden = !wrong;
  };
  const sums = () => {
    const form = document.querySelector("[data-form]"), note = form?.querySelector("[data-sums]");
    const gross = form?.querySelector("[name=gross]");
    const parts = [...(form?.querySelectorAll("[name^=net_], [name^=vat_]") || [])].map((field) => grosze(field.value));
    if (!note || !gross || !parts.length) return;
    const difference = grosze(gross.value) - parts.reduce((total, part) => total + part, 0);
    note.hidden = gross.value.trim() === "" || Number.isNaN(difference);
    if (note.hidden) return;
    const shown = (Math.abs(difference) / 100).toFixed(2).replace(".", ",");
    note.textContent = difference === 0 ? note.dataset.even : `${note.dataset.odd} ${shown}`;
    note.className = difference === 0 ? "small why" : "small bad";
  };
  const checkAll = () => {
    document.querySelectorAll("[data-form] [data-check]").forEach(check);
    sums();
  };
  let typed = false;
  document.addEventListener("input", (event) => {
    if (!event.target.closest("[data-form], [name=kind]")) return;
    typed = true;
    if (event.target.dataset.check) check(event.target);
    sums();
  });
  document.addEventListener("htmx:afterSettle", checkAll);
  checkAll();

  // ---- Still being read: show it when it is done, unless somebody has begun to write.
  const waiting = document.querySelector("[data-wait]");
  if (waiting) {
    const asking = setInterval(async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await fetch(waiting.dataset.wait).catch(() => null);
      if (!answer?.ok || (await answer.json()).state === "waiting") return;
      clearInterval(asking);
      if (typed) waiting.textContent = waiting.dataset.done;
      else location.reload();
    }, 3_000);
  }

  // ---- Begin with what is to be checked; the cursor stands in it.
  if (!document.querySelector("[data-first]")) {
    const first = document.querySelector("[data-to-check]");
    first?.focus({ preventScroll: true });
    first?.select?.();
  }
}
