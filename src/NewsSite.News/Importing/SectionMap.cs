using NewsSite.News.Addresses;

namespace NewsSite.News.Importing;

/// <summary>
/// Which section of ours takes the stories of a section there, from a small file: a line each, <c>there = ours</c>, both as
/// they stand in addresses. <c>there = -</c> leaves the section out, as for "Breaking news", which here is a state with an end;
/// <c>* = ours</c> takes stories that are left without one. Lines that begin with # say nothing.
/// </summary>
public sealed class SectionMap
{
    public const string Rest = "*";

    /// <summary>In the place of a section of ours: the section there is left out.</summary>
    public const string Nowhere = "-";
    private const int ByteLimit = 1024 * 1024;

    private readonly Dictionary<string, (string? Ours, int Line)> lines = new(StringComparer.Ordinal);

    /// <summary>Nothing is mapped: each section of theirs becomes one of ours.</summary>
    public static SectionMap None { get; } = new();

    /// <summary>All that it names of ours, with the line that does.</summary>
    public IEnumerable<(string Slug, int Line)> Targets =>
        lines.Values.Where(l => l.Ours is not null).Select(l => (l.Ours!, l.Line));

    /// <summary>All that it names of theirs, with the line that does.</summary>
    public IEnumerable<(string There, int Line)> Sources =>
        lines.Where(l => l.Key != Rest).Select(l => (l.Key, l.Value.Line));

    /// <summary>Where stories go that have no section; null where it does not say.</summary>
    public string? RestTo => lines.TryGetValue(Rest, out var line) ? line.Ours : null;

    /// <summary>What it says, by the section there.</summary>
    public IReadOnlyDictionary<string, string> Said => lines.ToDictionary(l => l.Key, l => l.Value.Ours ?? Nowhere);

    /// <param name="said">What such a file says, by the section there.</param>
    public static SectionMap Of(IReadOnlyDictionary<string, string> said)
    {
        var map = new SectionMap();
        foreach (var (there, ours) in said)
        {
            map.lines.Add(there, (ours == Nowhere ? null : ours, map.lines.Count + 1));
        }

        return map;
    }

    /// <exception cref="ImportRefusedException">A line is none of the above.</exception>
    public static async Task<SectionMap> ReadAsync(string file, CancellationToken cancel)
    {
        if (new FileInfo(file).Length > ByteLimit)
        {
            throw ImportRefusedException.At(file, 1, "The file is too large for a list of sections.");
        }

        return Read(file, await File.ReadAllLinesAsync(file, cancel));
    }

    /// <param name="name">What messages call the lines.</param>
    /// <inheritdoc cref="ReadAsync"/>
    public static SectionMap Read(string name, IEnumerable<string> texts)
    {
        var map = new SectionMap();
        var number = 0;
        foreach (var text in texts)
        {
            number++;
            if (text.Trim() is not ({ Length: > 0 } line and not ['#', ..]))
            {
                continue;
            }

            if (
                line.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } there, { Length: > 0 } ours]
                || (ours != Nowhere && !Slug.IsSlug(ours))
                || (there == Rest && ours == Nowhere)
            )
            {
                throw ImportRefusedException.At(
                    name,
                    number,
                    "Write “their-section = our-section”, “their-section = -” to leave it out, or “* = our-section”."
                );
            }

            if (!map.lines.TryAdd(there, (ours == Nowhere ? null : ours, number)))
            {
                throw ImportRefusedException.At(
                    name,
                    number,
                    $"“{there}” stands in line {map.lines[there].Line} already."
                );
            }
        }

        return map;
    }

    /// <returns>Whether the file says where this section goes.</returns>
    /// <param name="ours">Null where it is left out.</param>
    public bool TryFind(string there, out string? ours)
    {
        var isSaid = lines.TryGetValue(there, out var line);
        ours = line.Ours;
        return isSaid;
    }
}
