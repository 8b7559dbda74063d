/* A text box with suggestions under it (ARIA combobox with a listbox).
   What was typed is never replaced unless somebody chooses. */

const PAUSE = 200;
let boxes = 0;

export class Suggestions extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input:not([type=hidden])");
    if (!this.input || !this.address) return;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${++boxes}`;
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent ?? "");
    this.list.hidden = true;
    this.append(this.list);
    this.input.role = "combobox";
    this.input.autocomplete = "off";
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.steer(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("pointerdown", (event) => {
      const option = event.target.closest("li");
      event.preventDefault();
      if (option) this.take(this.found[option.dataset.place]);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < 2) return this.close();
    this.asking = new AbortController();
    const address = new URL(this.address, location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: this.asking.signal, headers: { Accept: "application/json" } });
      this.show(answer.ok ? await answer.json() : []);
    } catch {
      this.close(); // suggestions are a courtesy: without an answer the box is still a box
    }
  }

  show(found) {
    this.found = found;
    this.at = -1;
    this.list.replaceChildren(...found.map((one, place) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `${this.list.id}-${place}`;
      option.dataset.place = place;
      option.textContent = this.words(one);
      return option;
    }));
    this.list.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    if (this.list) this.show([]);
  }

  steer(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const options = [...this.list.children];
      this.at = (this.at + step + options.length) % options.length;
      options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.at)));
      options[this.at].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[this.at].id);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.take(this.found[this.at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
}
