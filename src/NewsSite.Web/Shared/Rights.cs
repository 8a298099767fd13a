namespace NewsSite.Web.Shared;

/// <summary>The names of the policies that a door's folder may ask for; each but the first is also the name of a role.</summary>
internal static class Rights
{
    /// <summary>Whoever is signed in, even one who must set up a second factor before entering anything.</summary>
    public const string SignedIn = nameof(SignedIn);
    public const string Reporter = nameof(News.Staff.StaffRole.Reporter);
    public const string Editor = nameof(News.Staff.StaffRole.Editor);
    public const string Admin = nameof(News.Staff.StaffRole.Admin);
}
