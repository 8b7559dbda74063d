/* <search-box data-suggest-url="…" data-recent="…" data-forget="…"> around a search form. The address answers
   ?q=… with [{text, lang, note, url}, …]. What was searched for before is kept in this browser and nowhere else. */
import { Suggestions } from "./suggestions.js";

const SHELF = "searched-before";
const MOST = 6;

const recent = {
  list() {
    try {
      return JSON.parse(localStorage.getItem(SHELF)) ?? [];
    } catch {
      return []; // a browser that keeps nothing, or keeps nonsense
    }
  },
  keep(texts) {
    try {
      localStorage.setItem(SHELF, JSON.stringify(texts.slice(0, MOST)));
    } catch {
      // then nothing is remembered
    }
  },
  add(text) {
    if (text) this.keep([text, ...this.list().filter((one) => one !== text)]);
  },
};

customElements.define("search-box", class extends Suggestions {
  connectedCallback() {
    super.connectedCallback();
    if (!this.popup) return;
    this.popup.append(this.forgetting());
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", () => recent.add(this.input.value.trim()));
    this.input.addEventListener("focus", () => this.input.value.trim() || this.showRecent());
  }

  /* A button beside the suggestions, for it is none of them: the tab key leads to it, the arrow keys do not. */
  forgetting() {
    this.forget = document.createElement("button");
    this.forget.type = "button";
    this.forget.className = "forget";
    this.forget.textContent = this.dataset.forget;
    this.forget.addEventListener("click", () => {
      recent.keep([]);
      this.input.focus();
      this.close();
    });
    return this.forget;
  }

  get address() { return this.dataset.suggestUrl; }

  ask() {
    return this.input.value.trim() ? super.ask() : this.showRecent();
  }

  showRecent() {
    this.asking?.abort();
    const texts = this.dataset.recent ? recent.list() : [];
    this.show(texts.map((text, place) => ({ text, note: place ? "" : this.dataset.recent, isAgain: true })));
  }

  show(found) {
    super.show(found);
    this.forget.hidden = !found[0]?.isAgain;
  }

  words(one) { return one.text; }

  draw(option, one) {
    super.draw(option, one);
    if (one.lang) option.lang = one.lang;
    if (!one.note) return;
    const note = document.createElement("small");
    note.lang = document.documentElement.lang;
    note.textContent = one.note;
    option.append(note);
  }

  take(one) {
    if (!one.note) recent.add(one.text); // a category is no search
    if (one.url) return location.assign(one.url);
    this.input.value = one.text;
    this.form.requestSubmit();
  }
});
