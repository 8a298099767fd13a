namespace NewsSite.News.Staff;

/// <summary>How far a right reaches.</summary>
public enum Reach
{
    None,

    /// <summary>Stories that the person began, or that were given to them.</summary>
    Own,
    Any,
}

/// <param name="Act">In words.</param>
/// <param name="IsBySection">Whether a person who is limited to sections has it in those only.</param>
/// <param name="IsForWholePaper">Whether such a person does not have it at all.</param>
public sealed record Permission(
    string Act,
    Reach Reporter,
    Reach Editor,
    Reach Admin,
    bool IsBySection = true,
    bool IsForWholePaper = false
)
{
    public Reach Of(StaffRole role) =>
        role switch
        {
            StaffRole.Reporter => Reporter,
            StaffRole.Editor => Editor,
            _ => Admin,
        };

    /// <param name="isLimited">Whether the rights end at sections.</param>
    public Reach Of(StaffRole role, bool isLimited) =>
        isLimited && IsForWholePaper && role != StaffRole.Admin ? Reach.None : Of(role);
}

/// <summary>What each role may do, for people to read. The acts themselves decide; a test compares the two.</summary>
public static class Permissions
{
    public static IReadOnlyList<Permission> All { get; } =
    [
        new("Write, preview and discuss a story", Reach.Own, Reach.Any, Reach.Any),
        new("Submit a story for review", Reach.Own, Reach.Any, Reach.Any),
        new("Approve, return or spike a story", Reach.None, Reach.Any, Reach.Any),
        new("Publish, update, correct or schedule a story", Reach.None, Reach.Any, Reach.Any),
        new("Withdraw a story", Reach.None, Reach.Any, Reach.Any),
        new("Choose what stands beside a story", Reach.None, Reach.Any, Reach.Any),
        new("Arrange the front page", Reach.None, Reach.Any, Reach.Any, IsForWholePaper: true),
        new("Change one’s own public page", Reach.Own, Reach.Own, Reach.Own, IsBySection: false),
        new("Manage sections, tags, authors and staff", Reach.None, Reach.None, Reach.Any, IsBySection: false),
    ];
}
