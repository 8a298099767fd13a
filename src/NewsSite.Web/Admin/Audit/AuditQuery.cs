using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Audit;

namespace NewsSite.Web.Admin.Audit;

/// <summary>The filters of the audit log, as they stand in its address.</summary>
public sealed class AuditQuery
{
    /// <summary>In the place of a person: what commands did.</summary>
    public const string Command = "command";

    // Nobody has it: what is not known finds nothing, rather than all.
    private const long None = 0;

    /// <summary>Somebody's id, or <see cref="Command"/>.</summary>
    [FromQuery(Name = "person")]
    public string? Person { get; set; }

    [FromQuery(Name = "act")]
    public string? Act { get; set; }

    [FromQuery(Name = "kind")]
    public string? Kind { get; set; }

    /// <summary>One thing, such as <c>article:12</c>.</summary>
    [FromQuery(Name = "subject")]
    public string? Subject { get; set; }

    /// <summary>The first day, by the newsroom's calendar.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; set; }

    /// <summary>The last day.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; set; }

    public bool IsEmpty => Array.TrueForAll(Set(), f => string.IsNullOrEmpty(f.Value));

    /// <returns>The address of the log with these filters and more; those without a value are left out.</returns>
    public string Address(params (string Name, string? Value)[] more)
    {
        var all = Set().Where(f => !Array.Exists(more, m => m.Name == f.Name)).Concat(more);
        var query = string.Join(
            '&',
            all.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}")
        );
        return query.Length == 0 ? "/admin/audit" : $"/admin/audit?{query}";
    }

    /// <param name="zone">The newsroom's.</param>
    /// <param name="state">Is told what cannot be understood.</param>
    public AuditFilter Read(TimeZoneInfo zone, ModelStateDictionary state) =>
        new()
        {
            ByCommand = Person == Command,
            StaffMemberId =
                string.IsNullOrEmpty(Person) || Person == Command ? null
                : long.TryParse(Person, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
                : None,
            Act = Clean(Act),
            Kind = Clean(Kind),
            Subject = Clean(Subject),
            From = Day("from", From, zone, 0, state),
            Until = Day("to", To, zone, 1, state),
        };

    // The database knows no such letter.
    private static string? Clean(string? text) =>
        string.IsNullOrEmpty(text) ? null : text.Replace("\0", "", StringComparison.Ordinal);

    private static DateTimeOffset? Day(
        string name,
        string? text,
        TimeZoneInfo zone,
        int later,
        ModelStateDictionary state
    )
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (
            !DateOnly.TryParseExact(
                text.Trim(),
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            ) || day.Year is < 2000 or > 9000
        )
        {
            state.AddModelError(name, "Enter a day like 2026-03-17");
            return null;
        }

        var midnight = day.AddDays(later).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private (string Name, string? Value)[] Set() =>
        [("person", Person), ("act", Act), ("kind", Kind), ("subject", Subject), ("from", From), ("to", To)];
}
