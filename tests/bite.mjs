// Do the tests bite? Takes one defence out after the other, and sees a test turn red each time. In a clone without changes:
//   node tests/bite.mjs            all of them, about a minute each
//   node tests/bite.mjs 3 17       these
//   node tests/bite.mjs --check    only whether each defence stands where this list says
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [web, news, layout] = ["src/NewsSite.Web/", "src/NewsSite.News/", "src/NewsSite.Rendering/"];

// What is taken out; the file; its text, and what takes its place; the test class that must turn red.
const defences = [
  ["the sanitiser", layout + "SafeHtml.cs", "? Sanitizer.Sanitize(html)", "? html", "SafeHtmlTests"],
  ["the policy on scripts", web + "Hosting/SecurityHeaders.cs", "script-src 'self'; style-src", "script-src *; style-src", "SecurityHeadersTests"],
  ["text becomes HTML in one file only", web + "Hosting/SecurityHeaders.cs", "require-trusted-types-for 'script'; ", "", "SecurityHeadersTests"],
  ["what a page does not take is refused", web + "Shared/NoHandlerFilter.cs", "context.HandlerMethod is null", "false", "RefusedMethodsTests"],
  ["the antiforgery token", web + "Hosting/Doors.cs", 'pages.Conventions.AuthorizeFolder("/Newsroom", Rights.Reporter);', 'pages.Conventions.AuthorizeFolder("/Newsroom", Rights.Reporter); pages.Conventions.ConfigureFilter(new Microsoft.AspNetCore.Mvc.IgnoreAntiforgeryTokenAttribute());', "FormsTests"],
  ["the lock on the admins' door", web + "Hosting/Doors.cs", 'AuthorizeFolder("/Admin", Rights.Admin)', 'AuthorizeFolder("/Admin", Rights.Reporter)', "RoutesTests"],
  ["the lock on publishing", web + "Hosting/Doors.cs", 'AuthorizePage("/Newsroom/Publishing/Publish", Rights.Editor)', 'AuthorizePage("/Newsroom/Publishing/Publish", Rights.Reporter)', "RoutesTests"],
  ["the lock on all that is not opened", web + "Accounts/AccountServices.cs", "RequireRole(Rights.Reporter).Build()", "RequireAssertion(_ => true).Build()", "RoutesTests"],
  ["whose story it is", news + "Articles/Article.cs", "actor.IsEditor || IsOf(actor);", "actor.IsEditor || actor.Id > 0 || IsOf(actor);", "RoutesTests"],
  ["the filter of host names", web + "Hosting/Doors.cs", 'hosts.AllowedHosts = [new Uri(site.Root).Host, "localhost", "127.0.0.1", "[::1]"]', 'hosts.AllowedHosts = ["*"]', "SignInTests"],
  ["the host name before the server", web + "Delivery/Transport/PageTransport.cs", "ours.Contains(NameOf(request.Host)) && changes", "changes", "PageTransportTests"],
  ["the role that sees no draft", news + "Database/DatabaseServices.cs", " -c role={ReaderRole} -c default_transaction_read_only=on", "", "LeaksTests"],
  ["the note of what was withdrawn", web + "Delivery/Pages/CopyStore.cs", 'db.Run("insert or replace into withdrawn (story, is_gone) values ($1, $2)", id, isGone);', "", "TakedownTests"],
  ["the key of an act", news + "Publishing/Publisher.cs", "key is not null && await db", "key is not null && key == Guid.Empty && await db", "OnceTests"],
  ["the embargo", news + "Publishing/LivePress.cs", "if (now < article.EmbargoUntil)", "if (now.Year < 1 && now < article.EmbargoUntil)", "SchedulesTests"],
  ["the limit of pixels", news + "Media/UploadedPicture.cs", "if ((long)header.Width * header.Height > limit)", "if ((long)header.Width * header.Height > limit * 1000L)", "UploadedPictureTests"],
  ["what a camera wrote", news + "Media/UploadedPicture.cs", "keep: Enums.ForeignKeep.Iptc | Enums.ForeignKeep.Icc", "keep: Enums.ForeignKeep.All", "UploadedPictureTests"],
  ["the list of queries", web + "Delivery/Pages/PageAddress.cs", 'return new(path, "");', "return new(path, request.QueryString.Value ?? \"\");", "PageCacheTests"],
  ["the list of queries of a page that knows some", web + "Delivery/Pages/PageAddress.cs", "known.Where(asked.ContainsKey).Select(", "asked.Keys.Select(", "PageCacheTests"],
  ["an act is answered when all know of it", web + "Hosting/Doors.cs", "mvc.Filters.Add<KnownEverywhere>();", "", "PausedServerTests"],
  ["cookies pass by the kept pages", web + "Delivery/Pages/PageCache.cs", "&& request.Headers.Cookie.Count == 0", "", "PageCacheTests"],
  ["redirects stay here", web + "Accounts/Afterwards.cs", "page.Url.IsLocalUrl(returnUrl) ? page.LocalRedirect(returnUrl)", "returnUrl is { Length: > 0 } ? new RedirectResult(returnUrl)", "SignInTests"],
  ["a code works once", news + "Staff/SecondFactorDesk.cs", "k.StaffMemberId == id && k.LastStep < step)", "k.StaffMemberId == id)", "SecondStepTests"],
  ["a half sign-in ends with a change", web + "Accounts/StaffDoor.cs", "&& half.Principal.FindFirstValue(StampClaim) == member.SecurityStamp", "", "SecondStepTests"],
  ["the brake on guessing", web + "Accounts/StaffDoor.cs", "if (!mayTry || !isRight", "if (!isRight", "BrakeTests"],
  ["a password that nobody has takes as long", web + "Accounts/StaffDoor.cs", "users.PasswordHasher.HashPassword(Nobody, password);", "", "BrakeTests"],
  ["a token of another provider", web + "Accounts/ProviderServices.cs", "issuer == provider.Authority", 'issuer != ""', "ProviderFaultsTests"],
  ["a token that nobody signed", web + "Accounts/ProviderEvents.cs", 'context.Fail("The token is not signed.");', "", "ProviderFaultsTests"],
  ["a link to somebody else's account", news + "Staff/ProviderDesk.cs", "m => m.Id == id && m.NormalizedEmail == email", "m => m.Id == id", "ProviderTests"],
  ["the former session of a browser", web + "Accounts/StaffDoor.cs", "await sessions.LeaveAsync(left.Session(), cancel);", "_ = left;", "SessionsTests"],
  ["common passwords", news + "Staff/GuessablePasswords.cs", ".Concat(Common)", "", "GuessablePasswordsTests"],
  ["an ended session", news + "Staff/SessionBook.cs", "return db.StaffSessions.Where(s => s.EndedAt == null && s.SeenAt > since && s.StartedAt > begun);", "return db.StaffSessions.Where(s => s.SeenAt > since && s.StartedAt > begun);", "SessionsTests"],
  ["the question before dangerous acts", web + "Shared/ConfirmFirstAttribute.cs", "|| clock.GetUtcNow() - http.User.ConfirmedAt() < Counts", "|| Counts > TimeSpan.Zero", "ConfirmTests"],
  ["the freeze", news + "Publishing/WithdrawDesk.cs", "await guard.CountAsync(actor, now, cancel);", "", "MassChangeTests"],
  ["one turn for all who are quick", news + "Publishing/MassChangeGuard.cs", "if (found is [{ WasFrozen: true }])", "if (found is [{ WasFrozen: true, IsFrozenNow: true }])", "MassChangeTests"],
  ["the seal holds the link before", news + "Database/Migrations/AuditGuards.cs", "sha256(coalesce(head.hash, '') ||", "sha256(", "AuditTamperingTests"],
  ["no formula in a file", web + "Admin/Csv.cs", "InjectionOptions = InjectionOptions.Escape", "InjectionOptions = InjectionOptions.None", "AuditPageTests"],
  ["keys beside the title of a Ghost site", news + "Importing/Ghost/GhostFile.cs", "|| IsSecret(row, name)", "", "GhostImportTests"],
  ["what only members saw", news + "Importing/Ghost/GhostSource.cs", '"" or "public" ? null', 'not null ? null', "GhostImportTests"],
  ["where a sent export comes from", web + "Admin/Imports/UploadExport.cshtml.cs", "antiforgery.IsRequestValidAsync(HttpContext)", "Task.FromResult(true)", "AskedUploadsTests"],
  ["an export outside its folder", news + "Importing/Asked/ImportFolder.cs", "char.IsControl(c) || c is '/' or '\\\\'", "char.IsControl(c)", "AskedUploadsTests"],
  ["our own network", news + "Publishing/Checks/PublicNetwork.cs", "return !Special.Any(network => network.Contains(plain));", "return plain is not null;", "LinkProbeTests"],
  ["our own network, by a receiver", news + "Publishing/Checks/GuardedConnection.cs", "if (!addresses.All(mayConnect))", "if (addresses.Length == 0)", "WebhookClientTests"],
  ["a receiver's redirects", web + "Delivery/Webhooks/WebhookClient.cs", "AllowAutoRedirect = false", "AllowAutoRedirect = true", "WebhookClientTests"],
  ["a message that two servers take", news + "Outbox/Webhooks/WebhookRun.cs", "set due_at = {now + Lease}", "set due_at = {now}", "WebhookRetriesTests"],
  ["our own network, for feeds", news + "Publishing/Checks/GuardedConnection.cs", "if (!addresses.All(mayConnect))", "if (addresses.Length == 0)", "WireTests"],
  ["our own network, for an import's pictures", news + "Publishing/Checks/GuardedConnection.cs", "if (!addresses.All(mayConnect))", "if (addresses.Length == 0)", "FetchedPicturesTests"],
  ["an import asks the hosts that it was given", news + "Importing/OldSite.cs", " && IsNamed(uri)", "", "FetchedPicturesTests"],
  ["an old site that never ends", news + "Importing/PictureBytes.cs", "bytes.Length + count > UploadedPicture.ByteLimit", "bytes.Length + count > 4L * UploadedPicture.ByteLimit", "FetchedPicturesTests"],
  ["an old site that is silent", news + "Importing/OldSite.cs", "silent.GetValueOrDefault(host) >= InARow", "silent.Count > InAll", "FetchedPicturesTests"],
  ["a draft of the wire is made once", news + "Wire/WireDrafts.cs", "if (entry.ArticleId is { } made)", "if (entry.ArticleId is { } made && made < 0)", "WireTests"],
  ["the hash of a record", news + "Exporting/RecordReader.cs", "RecordWriter.HashOf(JsonMarshal.GetRawUtf8Value(record)) == hash.GetString()", "hash.GetString() is not null", "SpoiltExportTests"],
  ["names in an export are no paths", news + "Exporting/ExportFile.cs", "if (!isOurs || !entries.TryAdd(entry.FullName, entry))", "if (!entries.TryAdd(entry.FullName, entry))", "SpoiltExportTests"],
  ["a link in an export is no script", news + "Exporting/FieldRules.cs", 'uri.Scheme is "http" or "https"', "uri.IsAbsoluteUri", "SpoiltExportTests"],
  ["a picture in an export is one", news + "Exporting/ExportFile.cs", "&& await StoredPicture.IsSoundAsync(picture, bytes, cancel)", "", "SpoiltExportTests"],
  ["an export opens no account", news + "Exporting/ExportNouns.cs", 'new("name", "name"),\n                new("role", "role") { Words = Enum.GetNames<StaffRole>() },', 'new("name", "email"),\n                new("role", "role") { Words = Enum.GetNames<StaffRole>() },', "ExportTests"],
];

const wanted = process.argv.slice(2);
const places = defences.map(([what, file, text]) => {
  const source = readFileSync(join(root, file), "utf8");
  if (source.split(text).length !== 2) {
    throw new Error(`${what}: ${file} has its text ${source.split(text).length - 1} times`);
  }

  return source;
});
if (wanted.includes("--check")) {
  console.log(`${defences.length} defences stand where the list says`);
  process.exit();
}

if (execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" }).trim()) {
  throw new Error("There are changes here that are not committed.");
}

const run = (...args) => spawnSync("dotnet", args, { cwd: root, encoding: "utf8", env: { ...process.env, NEWSSITE_TOOLS: "" } });
let toothless = 0;
for (const [n, [what, file, text, instead, test]] of defences.entries()) {
  if (wanted.length > 0 && !wanted.includes(`${n + 1}`)) {
    continue;
  }

  writeFileSync(join(root, file), places[n].replace(text, () => instead));
  try {
    const built = run("build", "tests/NewsSite.Tests", "-v", "q", "-p:TreatWarningsAsErrors=false", "-p:EnforceCodeStyleInBuild=false");
    const tested = built.status === 0 && run("test", "--project", "tests/NewsSite.Tests", "--no-build", "--filter-class", `*${test}`);
    const failed = tested && /failed: (\d+)/.exec(tested.stdout)?.[1];
    const bites = Number(failed ?? 0) > 0;
    toothless += bites ? 0 : 1;
    const names = [...(tested?.stdout ?? "").matchAll(/^failed \S*?([^.\s]+)[\s(]/gm)].map((found) => found[1]);
    const outcome = built.status !== 0 ? "does not compile" : bites ? `${failed} red: ${names.join(", ")}` : "ALL GREEN";
    console.log(`${n + 1}. without ${what}: ${test}: ${outcome}`);
    if (built.status !== 0) {
      console.log(built.stdout.split("\n").filter((line) => line.includes("error")).slice(0, 2).join("\n"));
    }
  } finally {
    writeFileSync(join(root, file), places[n]);
  }
}

run("build", "tests/NewsSite.Tests", "-v", "q");
process.exitCode = toothless > 0 ? 1 : 0;
