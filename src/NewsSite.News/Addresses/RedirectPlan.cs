using System.Globalization;

namespace NewsSite.News.Addresses;

/// <summary>A line of the list.</summary>
/// <param name="From">As <see cref="AskedAddress"/> writes it.</param>
/// <param name="To">Null where it is gone.</param>
/// <param name="Code">301, 302 or 410.</param>
public sealed record RedirectLine(string From, RedirectTarget? To, int Code)
{
    /// <summary>What a form or a file says.</summary>
    /// <param name="root">As for <see cref="RedirectTarget.Read"/>.</param>
    /// <exception cref="RedirectRefusedException">One of the three cannot be taken.</exception>
    public static RedirectLine Read(string? from, string? to, string? code, string root)
    {
        var number = string.IsNullOrWhiteSpace(code)
            ? string.IsNullOrWhiteSpace(to)
                ? 410
                : 301
            : int.TryParse(code.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? n
                : 0;
        var address = AskedAddress.Read(from);
        return number switch
        {
            301 or 302 => new(address, RedirectTarget.Read(to, root), number),
            410 when string.IsNullOrWhiteSpace(to) => new(address, null, number),
            410 => throw new RedirectRefusedException("To", "Leave it empty: an address that is gone leads nowhere"),
            _ => throw new RedirectRefusedException("Code", "The code must be 301, 302 or 410"),
        };
    }
}

/// <summary>What became of a line.</summary>
public enum RedirectOutcome
{
    New,
    Changed,
    Same,
}

/// <summary>
/// The list, or the part of it that a change can touch, on which changes are tried. It is always flat: no redirect leads to
/// an address that another one leads on from, so that nobody is sent on twice; and so there is no loop.
/// </summary>
public sealed class RedirectPlan
{
    private readonly Dictionary<string, RedirectLine> lines = new(StringComparer.Ordinal);

    // By the path that they lead to.
    private readonly Dictionary<string, HashSet<string>> leading = new(StringComparer.Ordinal);
    private readonly HashSet<string> touched = new(StringComparer.Ordinal);

    /// <param name="known">Those that begin or end at what is to be changed, and those at which that is to end.</param>
    public RedirectPlan(IEnumerable<RedirectLine> known)
    {
        foreach (var line in known)
        {
            Put(line);
        }
    }

    /// <summary>The lines that are new or others now.</summary>
    public IEnumerable<RedirectLine> Touched => touched.Select(from => lines[from]);

    /// <summary>Adds a line, or puts it in the place of the one that begins there.</summary>
    /// <exception cref="RedirectRefusedException">It would close a loop, which the message names.</exception>
    public RedirectOutcome Set(RedirectLine line)
    {
        var flat = line;
        if (line.To is { Key: { } key } target)
        {
            var next = Next(key);
            if (next?.From != line.From && next?.To is { } end)
            {
                flat = line with { To = end };
            }

            if (next?.From == line.From || IsAt(flat.To?.Key, line.From))
            {
                throw new RedirectRefusedException(
                    "To",
                    next is null || next.From == line.From
                        ? "An address cannot lead to itself"
                        : $"That would be a loop: {line.From} → {target.Address} → {next.To?.Address}"
                );
            }
        }

        var old = lines.GetValueOrDefault(line.From);
        if (old is not null && old.Code == flat.Code && old.To?.Address == flat.To?.Address)
        {
            return RedirectOutcome.Same;
        }

        Put(flat);
        touched.Add(flat.From);

        // Who led here is led to the end.
        if (flat.To is not null)
        {
            foreach (var from in (leading.GetValueOrDefault(AskedAddress.PathOf(flat.From)) ?? []).ToList())
            {
                if (Next(lines[from].To!.Key!)?.From == flat.From)
                {
                    Put(lines[from] with { To = flat.To });
                    touched.Add(from);
                }
            }
        }

        return old is null ? RedirectOutcome.New : RedirectOutcome.Changed;
    }

    /// <summary>Whether a line can go: what leads there must not be led on by another one then.</summary>
    /// <exception cref="RedirectRefusedException">It would; the message names it.</exception>
    public void CheckRemoval(string from)
    {
        var path = AskedAddress.PathOf(from);
        if (
            path != from
            && lines.GetValueOrDefault(path)?.To is not null
            && lines.Values.FirstOrDefault(l => l.To?.Key == from) is { } other
        )
        {
            throw new RedirectRefusedException(
                $"{other.From} leads here, and would be led on to {path}. Change it first."
            );
        }
    }

    /// <returns>The redirect that answers at an address, which is the one with its query before that without.</returns>
    private RedirectLine? Next(string key) =>
        lines.GetValueOrDefault(key) is { To: not null } exact ? exact
        : lines.ContainsKey(key) ? null
        : lines.GetValueOrDefault(AskedAddress.PathOf(key)) is { To: not null } whole ? whole
        : null;

    // Whether what begins there would answer at the key.
    private bool IsAt(string? key, string from) =>
        key is not null && (key == from || (AskedAddress.PathOf(key) == from && !lines.ContainsKey(key)));

    private void Put(RedirectLine line)
    {
        if (lines.GetValueOrDefault(line.From)?.To?.Key is { } old)
        {
            leading[AskedAddress.PathOf(old)].Remove(line.From);
        }

        lines[line.From] = line;
        if (line.To?.Key is { } key)
        {
            var path = AskedAddress.PathOf(key);
            (leading.TryGetValue(path, out var all) ? all : leading[path] = new(StringComparer.Ordinal)).Add(line.From);
        }
    }
}
