namespace NewsSite.News.Backups;

/// <summary>A backup cannot be made, or not be brought back. Nothing was changed; the message says why, for people.</summary>
public sealed class BackupRefusedException(string message, Exception? inner = null) : Exception(message, inner);
