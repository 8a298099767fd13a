// Runs where the banner stands, before what comes after it is there: nothing moves when it is left out.
import { removeDismissed } from "./dismissed";

removeDismissed();
