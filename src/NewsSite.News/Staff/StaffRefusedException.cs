namespace NewsSite.News.Staff;

/// <summary>The change of an account cannot be made; the message is for the admin.</summary>
public sealed class StaffRefusedException : Exception
{
    public StaffRefusedException()
        : base("The account cannot be changed.") { }

    public StaffRefusedException(string message)
        : base(message) { }

    public StaffRefusedException(string message, Exception inner)
        : base(message, inner) { }
}
