namespace NewsSite.News.Staff;

/// <summary>How somebody came to act.</summary>
public enum Way
{
    /// <summary>A command, or the start of the site.</summary>
    CommandLine,

    /// <summary>A form that a browser sent.</summary>
    Web,

    /// <summary>A time that somebody had set before.</summary>
    Scheduler,
}

/// <summary>Who performs an act of the newsroom; taken from the session, or from a command of the machine's owner.</summary>
/// <param name="Id">The staff member's id; null for the command line and the demo.</param>
public sealed record Actor(long? Id, string Name, StaffRole Role)
{
    /// <summary>Acts without a session: start-up and the command line.</summary>
    public static Actor System { get; } = new(null, "NewsSite", StaffRole.Admin);

    public Way Way { get; init; }

    /// <summary>The network address that the request came from, as the server sees it; null without one.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// The ids by which stories name the sections that this person's rights are limited to, with all that lies in them; null
    /// for the whole paper.
    /// </summary>
    public IReadOnlySet<long>? Sections { get; init; }

    public bool IsEditor => Role >= StaffRole.Editor;

    /// <summary>Whether the rights reach a story whose primary section this is; one without is nobody's section.</summary>
    public bool Covers(long? section) => Sections is null || (section is { } id && Sections.Contains(id));
}
