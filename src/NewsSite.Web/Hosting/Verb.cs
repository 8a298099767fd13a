using System.Globalization;
using NewsSite.News.Audit;
using NewsSite.News.Generating;
using NewsSite.News.Publishing.Copies;

namespace NewsSite.Web.Hosting;

/// <summary>A command given on the command line in place of serving.</summary>
/// <param name="RunAsync">Does it and gives the exit code.</param>
/// <param name="TakesAnyDatabase">Whether it takes the database as it is; others find it brought up to date.</param>
internal sealed record Verb(Func<WebApplication, Task<int>> RunAsync, bool TakesAnyDatabase = false)
{
    private const string AuditUsage =
        "Usage: audit verify [NUMBER:HASH], with a last link that was noted after an earlier check";

    // How many addresses a report names.
    private const int ListLimit = 20;

    private const string GenerateUsage = "Usage: generate --articles N [--seed S], with N from 1 to 10000000";

    /// <returns>What the command line asks for; null to serve the site.</returns>
    /// <exception cref="StartRefusedException">It asks for something unknown.</exception>
    public static Verb? Find(string[] args) =>
        args switch
        {
            [] => null,
            [var first, ..] when first.StartsWith('-') => null,
            ["migrate"] => new Verb(_ => Say("The database is up to date.")),
            ["rebuild"] => new Verb(app => RebuildAsync(app.Services)),
            ["generate", .. var rest] => Generate(rest),
            ["audit", "verify"] => new Verb(app => VerifyAsync(null, app.Services)),
            ["audit", "verify", var noted] when AuditHead.Parse(noted) is { } head => new Verb(app =>
                VerifyAsync(head, app.Services)
            ),
            ["audit", ..] => throw new StartRefusedException(AuditUsage),
            ["staff", .. var rest] => StaffVerbs.Find(rest),
            ["backup" or "restore", ..] => BackupVerbs.Find(args),
            ["export", ..] or ["import", "newssite", ..] => PaperVerbs.Find(args),
            ["import", .. var rest] => ImportVerb.Find(rest),
            [var unknown, ..] => throw new StartRefusedException(
                $"Unknown command “{unknown}”. The commands are: migrate, rebuild, generate, import, export, audit verify, staff, backup, restore. No command serves the site."
            ),
        };

    /// <returns>The arguments that are settings (<c>--Key=Value</c>), not a verb's own words.</returns>
    public static string[] Options(string[] args) => args is [var first, ..] && !first.StartsWith('-') ? [] : args;

    private static async Task<int> RebuildAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var progress = new Progress<int>(done => Console.Write($"\r{done} stories"));
        var rebuilt = await scope
            .ServiceProvider.GetRequiredService<Rebuild>()
            .RunAsync(progress, CancellationToken.None);
        await Say($"\rRebuilt {rebuilt.Stories} stories.");
        return rebuilt.Plain.Count == 0
            ? 0
            : await Say(
                $"{rebuilt.Plain.Count} hold text that is refused today, and stand as plain paragraphs: "
                    + string.Join(", ", rebuilt.Plain.Take(ListLimit))
                    + (rebuilt.Plain.Count > ListLimit ? " …" : "")
            );
    }

    private static async Task<int> VerifyAsync(AuditHead? noted, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var check = await scope
            .ServiceProvider.GetRequiredService<AuditChain>()
            .CheckAsync(null, noted, CancellationToken.None);
        if (check.Break is { } where)
        {
            await Console.Error.WriteLineAsync($"The audit’s chain is broken. {where}");
            return 1;
        }

        return await Say(
            check.Head is { } head
                ? $"The audit’s chain holds: {check.Links} entries. Note the last link somewhere else: {head}"
                : "The audit is empty."
        );
    }

    private static Verb Generate(string[] args)
    {
        var seed = 1L;
        var isRight =
            args is ["--articles", _] or ["--articles", _, "--seed", _]
            && (args.Length == 2 || long.TryParse(args[3], CultureInfo.InvariantCulture, out seed));
        return
            isRight
            && int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= ArchiveGenerator.Limit
            ? new Verb(app => GenerateAsync(count, seed, app.Services))
            : throw new StartRefusedException(GenerateUsage);
    }

    private static async Task<int> GenerateAsync(int count, long seed, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var progress = new Progress<string>(text => Console.Write($"\r{text, -40}"));
        await scope
            .ServiceProvider.GetRequiredService<ArchiveGenerator>()
            .RunAsync(count, seed, progress, CancellationToken.None);
        return await Say($"\r{"Generated.", -40}");
    }

    /// <returns>0: it went well.</returns>
    public static async Task<int> Say(string text)
    {
        await Console.Out.WriteLineAsync(text);
        return 0;
    }
}
