// What script adds to a page that is complete without it. One behaviour a file, each attached by a data- attribute.
import { copyLinks } from "./copy-link";
import { printButtons } from "./print";
import { relativeTimes } from "./relative-times";

relativeTimes();
copyLinks();
printButtons();
