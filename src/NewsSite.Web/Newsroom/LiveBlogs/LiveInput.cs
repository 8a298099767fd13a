using NewsSite.News.LiveBlogs;

namespace NewsSite.Web.Newsroom.LiveBlogs;

/// <summary>A post as the desk lists it.</summary>
public sealed record DeskLine(LivePage Page, LiveEntry Entry);

/// <summary>A new post, as the form sends it.</summary>
public sealed class PostInput
{
    public Guid Key { get; set; } = Guid.NewGuid();
    public string? Title { get; set; }
    public string? Body { get; set; }
    public bool IsKey { get; set; }
}

/// <summary>A changed post, as the form sends it.</summary>
public sealed class EditInput
{
    public long Id { get; set; }

    /// <summary>The version that the form began with.</summary>
    public int Seen { get; set; }
    public string? Title { get; set; }
    public string? Body { get; set; }
    public bool IsKey { get; set; }

    /// <summary>What was wrong, for readers; only of a post that they see.</summary>
    public string? Correction { get; set; }

    /// <summary>Readers see the post.</summary>
    public bool IsPosted { get; set; }
}

/// <summary>How the blog stands, as the form sends it.</summary>
public sealed class StateInput
{
    public LiveBlogState State { get; set; }
    public string? Words { get; set; }
    public string? Summary { get; set; }
    public bool OldestFirst { get; set; }

    /// <summary>By the newsroom's clock; used while it is upcoming.</summary>
    public string? StartsAt { get; set; }
}
