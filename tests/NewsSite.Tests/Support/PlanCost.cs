using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace NewsSite.Tests.Support;

/// <summary>How much of the database pages read, by the plans of what they asked.</summary>
/// <param name="growing">Tables that grow with the archive: nobody may read the whole of one.</param>
/// <param name="keepsPlans">Whether connections may keep plans that are made for any values: these are judged as well.</param>
public sealed partial class PlanCost(SiteFixture site, IReadOnlyCollection<string> growing, bool keepsPlans = false)
{
    /// <summary>In blocks of the database, by page.</summary>
    public Dictionary<string, int> Pages { get; } = [];

    /// <summary>Whole tables that were read, and by what.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Explains what was asked for a page, by running it once more.</summary>
    /// <typeparam name="TDb">Which kind of context asked.</typeparam>
    public async Task AddAsync<TDb>(string page, Asked asked)
        where TDb : DbContext
    {
        const string how = "analyze, buffers, costs off, timing off";
        foreach (var (sql, parameters) in asked.Commands.Where(c => Reads().IsMatch(c.Sql)).ToList())
        {
            Count(page, sql, await site.WithAsync<TDb, List<string>>(db => Asked.PlanAsync(db, sql, parameters, how)));
            if (keepsPlans)
            {
                Count(
                    $"{page}, kept plans",
                    sql,
                    await site.WithAsync<TDb, List<string>>(db => Asked.KeptPlanAsync(db, sql, parameters, how))
                );
            }
        }
    }

    private void Count(string page, string sql, List<string> plan)
    {
        Wrong.AddRange(
            plan.Where(line => Whole().Match(line) is { Success: true } m && growing.Contains(m.Groups[1].Value))
                .Select(line => $"{page}: {line.Trim()} in {sql[..Math.Min(300, sql.Length)]}")
        );

        // The first line of its kind counts the whole.
        var buffers = plan.Select(line => Buffers().Match(line)).FirstOrDefault(m => m.Success);
        Pages[page] =
            Pages.GetValueOrDefault(page)
            + (
                buffers is null
                    ? 0
                    : int.Parse("0" + buffers.Groups[1].Value, CultureInfo.InvariantCulture)
                        + int.Parse("0" + buffers.Groups[2].Value, CultureInfo.InvariantCulture)
            );
    }

    [GeneratedRegex(@"^\s*(?:--[^\n]*\n\s*)*\(*(?:select|with)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Reads();

    [GeneratedRegex("Seq Scan on ([a-z_]+)")]
    private static partial Regex Whole();

    [GeneratedRegex("Buffers: shared(?: hit=([0-9]+))?(?: read=([0-9]+))?")]
    private static partial Regex Buffers();
}
