namespace NewsSite.News.Outbox;

/// <summary>Who is told of changes; nobody unless the settings name them.</summary>
/// <param name="WebSub">A hub is told which feeds changed.</param>
/// <param name="IndexNow">Search engines are told which stories changed.</param>
public sealed record OutboxOptions(bool WebSub, bool IndexNow);
