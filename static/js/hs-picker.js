/* <hs-picker data-url="…"> around the entry of an HS code. The address answers ?q=… with [{code, shown, name}, …];
   choosing puts the code in the entry and its words beside it, in an <output> if there is one. */
import { Suggestions } from "./suggestions.js";

customElements.define("hs-picker", class extends Suggestions {
  get address() { return this.dataset.url; }
  words(one) { return `${one.shown} – ${one.name}`; }
  take(one) {
    this.input.value = one.code;
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    const output = this.querySelector("output");
    if (output) output.textContent = one.name;
    this.close();
  }
});
