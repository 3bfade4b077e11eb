// The phone's camera: each shot joins the ones before; a shot can be taken away before they are sent.
"use strict";
{
  const form = document.querySelector("[data-camera]");
  const field = form?.querySelector("input[type=file]");
  const list = form?.querySelector("[data-shots]");
  let shots = [];
  const keep = () => {
    const files = new DataTransfer();
    shots.forEach((shot) => files.items.add(shot));
    field.files = files.files;
  };
  const show = (shot) => {
    const item = form.querySelector("template[data-shot]").content.firstElementChild.cloneNode(true);
    const picture = item.querySelector("img");
    picture.alt = shot.name;
    const reader = new FileReader();
    reader.onload = () => { picture.src = reader.result; };
    reader.readAsDataURL(shot);
    item.querySelector("[data-remove]").addEventListener("click", () => {
      shots = shots.filter((other) => other !== shot);
      item.remove();
      keep();
    });
    list.append(item);
  };
  field?.addEventListener("change", () => {
    const room = Number(form.dataset.most) - shots.length;
    const added = [...field.files].slice(0, Math.max(0, room));
    shots = [...shots, ...added];
    added.forEach(show);
    keep();
  });
}
