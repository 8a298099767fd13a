using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Audit;

/// <summary>Who did what, newest first, and whether anybody has meddled with it.</summary>
public sealed class AuditPage(NewsroomDb db, AuditLog log, AuditChain chain, SiteFrame frame) : PageModel
{
    /// <summary>So many fields of an entry are shown: one import can have thousands.</summary>
    public const int MostChanges = 20;

    /// <summary>So many entries are proved at each look; all of them when somebody asks.</summary>
    public const int Proved = 1000;

    [BindProperty(SupportsGet = true)]
    public AuditQuery Query { get; set; } = new();

    /// <summary>The entry that the page before ended with.</summary>
    [FromQuery(Name = "before")]
    public Cursor? Before { get; set; }

    /// <summary>Whether the whole chain is to be proved.</summary>
    [FromQuery(Name = "prove")]
    public bool Prove { get; set; }
    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];
    public AuditNames Names { get; private set; } = null!;
    public IReadOnlyList<string> Acts { get; private set; } = [];
    public IReadOnlyList<string> Kinds { get; private set; } = [];
    public AuditCheck Check { get; private set; } = null!;
    public string? Older { get; private set; }

    /// <summary>Not the newest only.</summary>
    public bool HasProvedAll => Prove || Check.Links < Proved;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var filter = Query.Read(frame.Zone, ModelState);
        var found = await log.FindAsync(filter, Before is { } at ? (at.At, at.Id) : null, cancel);
        if (found.Count > AuditLog.PageSize)
        {
            found.RemoveAt(AuditLog.PageSize);
            Older = Query.Address(("before", $"{new Cursor(found[^1].At, found[^1].Id)}"));
        }

        Entries = found;
        Names = await AuditNames.LoadAsync(db, found.Select(e => e.Subject).Append(Query.Subject ?? ""), cancel);
        Acts = await log.ActsAsync(cancel);
        Kinds = await log.KindsAsync(cancel);
        Check = await chain.CheckAsync(Prove ? null : Proved, null, cancel);
    }

    /// <summary>All entries of the filter, sent as they are read.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        var filter = Query.Read(frame.Zone, ModelState);
        if (!ModelState.IsValid)
        {
            return BadRequest();
        }

        var names = await AuditNames.LoadAsync(db, [], cancel);
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{frame.Date(frame.Now):yyyy-MM-dd}.csv\"";
        await using var csv = Csv.To(Response.Body);
        await csv.WriteAsync("entry", "at", "person", "name", "act", "subject", "detail", "way", "address", "changes");
        await foreach (var entry in log.All(filter).WithCancellation(cancel))
        {
            await csv.WriteAsync(
                entry.Id,
                entry.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
                entry.StaffMemberId,
                names.Person(entry.StaffMemberId),
                entry.Act,
                entry.Subject,
                entry.Detail,
                AuditWords.How(entry.Way),
                entry.Address,
                entry.Changes
            );
        }

        return new EmptyResult();
    }

    /// <returns>26 November 2026, 14:52:03.</returns>
    public string When(DateTimeOffset at) =>
        frame.Local(at).ToString("d MMM yyyy, HH:mm:ss", CultureInfo.GetCultureInfo("en-GB"));
}
