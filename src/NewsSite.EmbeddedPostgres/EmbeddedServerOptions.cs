namespace NewsSite.EmbeddedPostgres;

/// <param name="Folder">Where the data lies; made when it is missing. One server at a time uses it.</param>
/// <param name="Durable">False for tests only: faster, and a power cut may lose everything.</param>
public sealed record EmbeddedServerOptions(string Folder, bool Durable = true);
