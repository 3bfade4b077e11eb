// Thumbnails of pages: arrows walk, Shift and arrows move, R turns, D drops, N begins a document; or by mouse.
"use strict";
{
  const list = document.querySelector("[data-thumbs]");
  const sheets = () => [...list.children];
  const number = () => sheets().forEach((sheet, i) => {
    const place = sheet.querySelector("[name=place]");
    if (place) place.value = i + 1;
  });
  const look = (sheet) => {
    const turn = sheet.querySelector("[name=turn]"), drop = sheet.querySelector("[name=drop]");
    if (turn) sheet.dataset.turn = turn.value;
    sheet.classList.toggle("dropped", Boolean(drop?.checked));
    sheet.classList.toggle("starts", Boolean(sheet.querySelector("[name=start]")?.checked));
  };
  list?.addEventListener("change", (event) => {
    const sheet = event.target.closest("li");
    look(sheet);
    if (event.target.name !== "place") return;
    const wanted = Number(event.target.value) - 1;
    const others = sheets().filter((other) => other !== sheet);
    list.insertBefore(sheet, others[Math.max(0, wanted)] || null);
    number();
    event.target.focus();
  });
  list?.addEventListener("keydown", (event) => {
    const sheet = event.target;
    if (sheet.parentElement !== list) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const other = step < 0 ? sheet.previousElementSibling : sheet.nextElementSibling;
    const tick = (name) => sheet.querySelector(`[name=${name}]`)?.click();
    const turn = sheet.querySelector("[name=turn]");
    if (step && event.shiftKey && turn) {
      if (other) step < 0 ? other.before(sheet) : other.after(sheet);
      number();
      sheet.focus();
    } else if (step) other?.focus();
    else if (event.key === "r" && turn) {
      turn.selectedIndex = (turn.selectedIndex + 1) % turn.options.length;
      look(sheet);
    } else if (event.key === "d" || event.key === "Delete") tick("drop");
    else if (event.key === "n") tick("start");
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  let carried = null;
  if (list?.querySelector("[name=place]")) {
    sheets().forEach((sheet) => { sheet.draggable = true; });
    list.addEventListener("dragstart", (event) => { carried = event.target.closest("li"); });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!carried || !over || over === carried) return;
      event.preventDefault();
      const all = sheets();
      all.indexOf(over) < all.indexOf(carried) ? over.before(carried) : over.after(carried);
      number();
    });
    list.addEventListener("dragend", () => { carried = null; });
  }
}
