// What script adds to forms that work without it. One behaviour a file, each attached by a data- attribute.
import { confirmed } from "./confirm";
import { counters } from "./counters";
import { ctrlEnter } from "./ctrl-enter";
import { focalPoint } from "./focal";
import { focusFirst } from "./focus";
import { placeKeys } from "./keys";
import { livePreview } from "./live-preview";
import { onlyOnce } from "./once";
import { ownMenu } from "./own-menu";
import { pickedPicture } from "./picture";
import { ready } from "./ready";
import { receipt } from "./receipt";
import { quickEdit } from "./quick-edit";
import { richText } from "./rich-text";
import { pinNotes } from "./pin";
import { tagField } from "./tags";
import { underWay } from "./under-way";
import { uploads } from "./upload";
import { writingDesk } from "./write";

counters();
livePreview();
pickedPicture();
tagField();
pinNotes();
ready();
writingDesk();
richText();
focalPoint();
uploads();
confirmed();
onlyOnce();
ctrlEnter();
placeKeys();
ownMenu();
for (const part of document.querySelectorAll<HTMLElement>("[data-if-script]")) {
  part.hidden = false;
}

receipt();
quickEdit();
underWay();
focusFirst();
