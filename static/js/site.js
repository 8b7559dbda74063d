/* Every page works without this file. It fetches the few elements a page really has, and closes menus. */

const ELEMENTS = [
  "search-box", "hs-picker", "ward-select", "photo-picker", "language-tabs",
  "row-list", "copy-button", "confirm-form", "draft-keeper", "mark-seen",
];

for (const name of ELEMENTS) {
  if (document.querySelector(name)) import(`./${name}.js`);
}

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
