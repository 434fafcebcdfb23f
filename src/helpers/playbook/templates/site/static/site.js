// The list of pages stands open where there is room beside the text, and folds where there is not.
const menu = document.querySelector(".menu"), room = matchMedia("(min-width: 60rem)");
const fold = () => { menu.open = room.matches; };
fold();
room.addEventListener("change", fold);
