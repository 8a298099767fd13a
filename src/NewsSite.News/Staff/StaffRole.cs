namespace NewsSite.News.Staff;

/// <summary>Each role may do all that the ones before it may.</summary>
public enum StaffRole
{
    /// <summary>Writes and submits own stories.</summary>
    Reporter,

    /// <summary>Publishes, updates and withdraws any story.</summary>
    Editor,

    /// <summary>Manages categories and staff.</summary>
    Admin,
}
