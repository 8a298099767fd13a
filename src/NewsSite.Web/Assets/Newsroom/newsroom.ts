// What script adds to forms that work without it. One behaviour a file, each attached by a data- attribute.
import { counters } from "./counters";
import { focusFirst } from "./focus";
import { livePreview } from "./live-preview";
import { onlyOnce } from "./once";
import { pickedPicture } from "./picture";
import { quickEdit } from "./quick-edit";
import { richText } from "./rich-text";
import { pinNotes } from "./pin";
import { tagField } from "./tags";
import { writingDesk } from "./write";

counters();
livePreview();
pickedPicture();
tagField();
pinNotes();
writingDesk();
richText();
onlyOnce();
quickEdit();
focusFirst();
