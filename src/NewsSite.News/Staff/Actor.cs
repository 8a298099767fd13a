namespace NewsSite.News.Staff;

/// <summary>Who performs an act of the newsroom; taken from the session, or from a command of the machine's owner.</summary>
/// <param name="Id">The staff member's id; null for the command line and the demo.</param>
public sealed record Actor(long? Id, string Name, StaffRole Role)
{
    /// <summary>Acts without a session: start-up and the command line.</summary>
    public static Actor System { get; } = new(null, "NewsSite", StaffRole.Admin);

    public bool IsEditor => Role >= StaffRole.Editor;
}
