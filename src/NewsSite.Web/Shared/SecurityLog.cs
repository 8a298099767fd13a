namespace NewsSite.Web.Shared;

/// <summary>
/// What whoever watches over the site wants to know: who was let in, who was not, and who tried to get around the rules. Each names the
/// account by its number, where it is known, and the address that the request came from; nothing that was typed.
/// </summary>
internal static partial class SecurityLog
{
    [LoggerMessage(LogLevel.Information, "Security: account {Account} was let in by {Way} from {From}")]
    public static partial void LetIn(this ILogger log, long account, string way, string from);

    [LoggerMessage(LogLevel.Warning, "Security: a password for account {Account} was refused ({Reason}) from {From}")]
    public static partial void PasswordRefused(this ILogger log, long? account, string reason, string from);

    [LoggerMessage(LogLevel.Warning, "Security: a code for account {Account} was refused ({Reason}) from {From}")]
    public static partial void CodeRefused(this ILogger log, long account, string reason, string from);

    [LoggerMessage(LogLevel.Warning, "Security: a passkey was refused from {From}")]
    public static partial void PasskeyRefused(this ILogger log, string from);

    [LoggerMessage(
        LogLevel.Warning,
        "Security: a link to set a password was refused for account {Account} from {From}"
    )]
    public static partial void LinkRefused(this ILogger log, long? account, string from);

    [LoggerMessage(LogLevel.Warning, "Security: account {Account} may not {Method} {Path}, from {From}")]
    public static partial void RightRefused(this ILogger log, long? account, string method, string path, string from);

    [LoggerMessage(LogLevel.Warning, "Security: a form for {Path} came without the site's own token from {From}")]
    public static partial void TokenRefused(this ILogger log, string path, string from);

    [LoggerMessage(LogLevel.Warning, "Security: too many requests for {Path} from {From}")]
    public static partial void TooMany(this ILogger log, string path, string from);
}
