using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage;
using NewsSite.News.Addresses;
using NewsSite.News.Audit;

namespace NewsSite.News.Publishing.Addresses;

/// <summary>A change of the list of redirects while it is made: what stood there before, and what is to stand there.</summary>
internal sealed class RedirectChange(IDbContextTransaction transaction, IReadOnlyList<Redirect> known)
    : IAsyncDisposable
{
    /// <summary>So many changes one entry of the audit tells.</summary>
    public const int PerEntry = 200;

    private readonly Dictionary<string, Redirect> before = known.ToDictionary(r => r.From, StringComparer.Ordinal);
    private readonly Dictionary<string, RedirectSource> set = new(StringComparer.Ordinal);

    public RedirectPlan Plan { get; } = RedirectImports.PlanOf(known);

    public Redirect? Find(string from) => before.GetValueOrDefault(from);

    /// <inheritdoc cref="RedirectPlan.Set"/>
    public RedirectOutcome Set(RedirectLine line, RedirectSource source)
    {
        var outcome = Plan.Set(line);
        if (outcome != RedirectOutcome.Same)
        {
            set[line.From] = source;
        }

        return outcome;
    }

    /// <summary>Of one that merely leads to a new end now, as it was.</summary>
    public RedirectSource SourceOf(string from) => set.TryGetValue(from, out var source) ? source : before[from].Source;

    /// <param name="own">The one that the entry is about, told field by field; null for all in a line each.</param>
    public IReadOnlyList<FieldChange> Changes(string? own)
    {
        var changes = new List<FieldChange>();
        foreach (var line in Plan.Touched)
        {
            var old = Find(line.From);
            if (line.From != own)
            {
                changes.Add(new(line.From, Words(old?.Code, old?.To), Words(line.Code, line.To?.Address)));
                continue;
            }

            Add("From", old?.From, line.From);
            Add("To", old?.To, line.To?.Address);
            Add("Code", Words(old?.Code, null), Words(line.Code, null));
            Add("Source", old?.Source.ToString(), SourceOf(line.From).ToString());
        }

        return changes;

        void Add(string field, string? was, string? now)
        {
            if (was != now)
            {
                changes.Add(FieldChange.Short(field, was, now));
            }
        }
    }

    public Task CommitAsync(CancellationToken cancel) => transaction.CommitAsync(cancel);

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    private static string? Words(int? code, string? to) =>
        code is null ? null : string.Create(CultureInfo.InvariantCulture, $"{code} {to}").TrimEnd();
}
