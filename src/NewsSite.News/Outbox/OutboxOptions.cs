namespace NewsSite.News.Outbox;

/// <summary>Who is told of changes; no hub and no search engine unless the settings name them.</summary>
/// <param name="WebSub">A hub is told which feeds changed.</param>
/// <param name="IndexNow">Search engines are told which stories changed.</param>
/// <param name="Webhooks">The receivers that admins added are told what became of stories.</param>
/// <param name="Mail">Alerts go to the addresses that admins named.</param>
public sealed record OutboxOptions(bool WebSub, bool IndexNow, bool Webhooks = false, bool Mail = false);
