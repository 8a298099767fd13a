namespace NewsSite.News.Outbox.Webhooks;

/// <summary>An act on receivers cannot be done.</summary>
/// <param name="field">The field of the form that the message stands beside.</param>
#pragma warning disable CA1032 // It always says which field.
public sealed class WebhookRefusedException(string field, string message) : Exception(message)
#pragma warning restore CA1032
{
    public string Field { get; } = field;
}
