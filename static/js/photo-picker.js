/* <photo-picker data-limit data-earlier data-later data-remove data-alt data-full> around the photos there are
   (.photo-row with a position, words, a box to remove) and one file entry for more.
   New files get a preview, words and a place; the file entry always holds what will be sent, in that order. */

customElements.define("photo-picker", class extends HTMLElement {
  connectedCallback() {
    this.list = this.querySelector(".photo-list");
    this.files = this.querySelector("input[type=file]");
    this.fresh = [];
    for (const row of this.list.children) this.steerKept(row);
    this.freshList = document.createElement("ol");
    this.freshList.className = "photo-list";
    this.files.before(this.freshList);
    this.note = document.createElement("p");
    this.note.className = "hint";
    this.note.role = "status";
    this.files.after(this.note);
    this.files.addEventListener("change", () => this.take([...this.files.files]));
    if (this.files.files.length) this.take([...this.files.files]); // chosen before this file arrived
  }

  /* Photos the booth already has: buttons instead of numbers. */
  steerKept(row) {
    row.querySelector(".position").hidden = true;
    const remove = row.querySelector("input[type=checkbox]");
    remove.addEventListener("change", () => row.classList.toggle("is-leaving", remove.checked));
    row.querySelector(".row").prepend(...this.arrows(row, () => this.renumber()));
  }

  renumber() {
    [...this.list.children].forEach((row, place) => { row.querySelector("input[type=number]").value = place + 1; });
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Photos chosen just now. A second choice adds to the first instead of replacing it. */
  take(chosen) {
    const known = this.fresh.map(({ file }) => file);
    const room = Number(this.dataset.limit) - this.list.children.length - known.length;
    const added = chosen.filter((file) => !known.includes(file));
    this.note.textContent = added.length > room ? this.dataset.full : "";
    for (const file of added.slice(0, Math.max(room, 0))) {
      const one = { file, row: this.rowFor(file) };
      this.fresh.push(one);
      this.freshList.append(one.row);
    }
    this.keepFiles();
  }

  keepFiles() {
    const order = [...this.freshList.children];
    this.fresh.sort((one, other) => order.indexOf(one.row) - order.indexOf(other.row));
    const basket = new DataTransfer();
    for (const { file } of this.fresh) basket.items.add(file);
    this.files.files = basket.files;
  }

  rowFor(file) {
    const row = document.createElement("li");
    row.className = "photo-row";
    const side = document.createElement("div");
    const label = document.createElement("label");
    const words = document.createElement("input");
    words.className = "entry";
    words.name = "photo_alt_new";
    label.append(this.dataset.alt, words);
    const tools = document.createElement("div");
    tools.className = "row";
    tools.append(...this.arrows(row, () => this.keepFiles()), this.button(this.dataset.remove, "✕", () => {
      this.fresh = this.fresh.filter((one) => one.row !== row);
      row.remove();
      this.keepFiles();
      this.files.focus();
    }));
    side.append(label, tools);
    row.append(preview(file), side);
    return row;
  }

  arrows(row, afterwards) {
    return [
      this.button(this.dataset.earlier, "↑", () => { row.previousElementSibling?.before(row); afterwards(); }),
      this.button(this.dataset.later, "↓", () => { row.nextElementSibling?.after(row); afterwards(); }),
    ];
  }

  button(words, sign, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button square";
    made.textContent = sign;
    made.title = words;
    made.setAttribute("aria-label", words);
    made.addEventListener("click", () => { act(); if (made.isConnected) made.focus(); });
    return made;
  }
});

/* Drawn small on a canvas: a phone's photo at full size would cost the phone its memory. */
function preview(file) {
  const canvas = document.createElement("canvas");
  canvas.width = 192;
  canvas.height = 144;
  createImageBitmap(file, { resizeWidth: 384 }).then((bitmap) => {
    const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
    const [width, height] = [bitmap.width * scale, bitmap.height * scale];
    canvas.getContext("2d").drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
    bitmap.close();
  }, () => canvas.remove());
  return canvas;
}
