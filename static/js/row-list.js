/* <row-list data-add="words" data-remove="words" data-limit="20"> around several .row-entry, blank ones last.
   Keeps one blank row and offers more; names and ids count upwards ("tiers-0-price" → "tiers-1-price").
   Without scripts all blank rows are simply there. */

customElements.define("row-list", class extends HTMLElement {
  connectedCallback() {
    this.rows = this.querySelector(".rows");
    this.blank = this.entries.at(-1).cloneNode(true);
    for (const entry of this.blank.querySelectorAll("input, select, textarea")) clear(entry);
    for (const row of this.entries.filter(isBlank).slice(1)) row.remove();
    this.entries.forEach((row) => this.offerRemoval(row));
    this.more = button(this.dataset.add, () => this.add());
    this.append(this.more);
  }

  get entries() { return [...this.rows.querySelectorAll(":scope > .row-entry")]; }

  add() {
    const row = this.blank.cloneNode(true);
    const number = this.nextNumber();
    for (const part of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const value = part.getAttribute(attribute);
        if (value) part.setAttribute(attribute, value.replace(/-\d+(?=-)/, `-${number}`));
      }
    }
    this.offerRemoval(row);
    this.rows.append(row);
    row.querySelector("input, select, textarea")?.focus();
    this.more.hidden = this.entries.length >= Number(this.dataset.limit ?? 20);
  }

  nextNumber() {
    const names = [...this.rows.querySelectorAll("[name]")].map((entry) => entry.name);
    return 1 + Math.max(-1, ...names.map((name) => Number(name.match(/-(\d+)-/)?.[1] ?? -1)));
  }

  offerRemoval(row) {
    row.append(button(this.dataset.remove, () => {
      if (this.entries.length === 1) row.querySelectorAll("input, select, textarea").forEach(clear);
      else row.remove();
      this.more.hidden = false;
      this.more.focus();
      this.dispatchEvent(new Event("change", { bubbles: true }));
    }));
  }
});

function isBlank(row) {
  return [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea")].every((entry) => !entry.value);
}

function clear(entry) {
  if (entry.type === "checkbox" || entry.type === "radio") entry.checked = false;
  else if (entry.tagName === "SELECT") entry.selectedIndex = 0;
  else entry.value = "";
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}
