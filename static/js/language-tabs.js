/* <language-tabs data-label data-filled> around one <div class="panel" data-language> per language.
   Shows one at a time; choosing a language turns every other set of tabs on the page with it. */

const CHOSEN = "language-chosen";
let sets = 0;

customElements.define("language-tabs", class extends HTMLElement {
  connectedCallback() {
    this.panels = [...this.querySelectorAll(".panel")];
    const number = ++sets;
    this.tabs = this.panels.map((panel, place) => this.tabFor(panel, `language-${number}-${place}`));
    const bar = document.createElement("div");
    bar.className = "panel-tabs language-names";
    bar.role = "tablist";
    bar.setAttribute("aria-label", this.dataset.label);
    bar.append(...this.tabs);
    bar.addEventListener("keydown", (event) => this.steer(event));
    this.prepend(bar);
    document.addEventListener(CHOSEN, (event) => this.turnTo(event.detail));
    const wanted = this.panels.find((panel) => panel.querySelector(":target"))
      ?? this.panels.find((panel) => panel.dataset.language === document.documentElement.lang)
      ?? this.panels[0];
    this.turnTo(wanted.dataset.language);
  }

  tabFor(panel, id) {
    const tab = document.createElement("button");
    const entry = panel.querySelector("input, textarea");
    tab.type = "button";
    tab.id = `${id}-tab`;
    tab.role = "tab";
    tab.lang = panel.dataset.language;
    tab.textContent = panel.querySelector(".panel-name").textContent;
    panel.id = id;
    panel.role = "tabpanel";
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", id);
    tab.addEventListener("click", () => {
      document.dispatchEvent(new CustomEvent(CHOSEN, { detail: panel.dataset.language }));
    });
    const mark = () => {
      const filled = Boolean(entry.value.trim());
      tab.classList.toggle("is-filled", filled);
      tab.title = filled ? this.dataset.filled : "";
    };
    entry.addEventListener("input", mark);
    entry.addEventListener("invalid", () => this.turnTo(panel.dataset.language));
    mark();
    return tab;
  }

  turnTo(language) {
    this.panels.forEach((panel, place) => {
      const isHere = panel.dataset.language === language;
      panel.hidden = !isHere;
      this.tabs[place].setAttribute("aria-selected", String(isHere));
      this.tabs[place].tabIndex = isHere ? 0 : -1;
    });
  }

  steer(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const here = this.tabs.indexOf(document.activeElement);
    const next = this.tabs[(here + step + this.tabs.length) % this.tabs.length];
    next.click();
    next.focus();
  }
});
