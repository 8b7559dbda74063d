/* <search-box data-suggest-url="…"> around a search form. The address answers ?q=… with [{text, url}, …]. */
import { Suggestions } from "./suggestions.js";

customElements.define("search-box", class extends Suggestions {
  get address() { return this.dataset.suggestUrl; }
  words(one) { return one.text; }
  take(one) { location.assign(one.url); }
});
