// What script adds to a page that is complete without it. One behaviour a file, each attached by a data- attribute.
import { breakingEnds } from "./breaking-ends";
import { copyLinks } from "./copy-link";
import { countReading } from "./count-reading";
import { currentSection } from "./current-section";
import { dismissBreaking } from "./dismiss-breaking";
import { keepOffline } from "./keep-offline";
import { live } from "./live";
import { loadEmbeds } from "./load-embed";
import { printButtons } from "./print";
import { relativeTimes } from "./relative-times";
import { searchKey } from "./search-key";
import { shareButtons } from "./share";

breakingEnds();
dismissBreaking();
relativeTimes();
currentSection();
copyLinks();
loadEmbeds();
printButtons();
shareButtons();
searchKey();
countReading();
keepOffline();
live();
