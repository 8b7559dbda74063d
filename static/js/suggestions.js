/* A text box with suggestions under it (ARIA combobox with a listbox).
   What was typed is never replaced unless somebody chooses. */

const PAUSE = 200;
let boxes = 0;

export class Suggestions extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input:not([type=hidden])");
    if (!this.input || !this.address) return;
    this.popup = document.createElement("div");
    this.popup.className = "suggestions";
    this.popup.hidden = true;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++boxes}`;
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", this.input.labels?.[0]?.textContent ?? "");
    this.popup.append(this.list);
    this.append(this.popup);
    this.input.role = "combobox";
    this.input.autocomplete = "off";
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-expanded", "false");
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.steer(event));
    this.addEventListener("focusout", (event) => this.contains(event.relatedTarget) || this.close());
    this.popup.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays with the box
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
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
    const asking = this.asking = new AbortController();
    const address = new URL(this.address, location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      this.show(answer.ok ? await answer.json() : []);
    } catch {
      // Suggestions are a courtesy: without an answer the box is still a box.
      if (!asking.signal.aborted) this.close();
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
      option.setAttribute("aria-selected", "false");
      this.draw(option, one);
      return option;
    }));
    this.popup.hidden = !found.length;
    this.input.setAttribute("aria-expanded", String(!this.popup.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  draw(option, one) {
    option.textContent = this.words(one);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.show([]);
  }

  steer(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.popup.hidden) {
      if (step === 1) this.ask();
      return;
    }
    if (step) {
      event.preventDefault();
      const options = [...this.list.children];
      this.at = this.at < 0 && step < 0 ? options.length - 1 : (this.at + step + options.length) % options.length;
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
