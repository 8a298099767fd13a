namespace NewsSite.Web.Delivery.Live;

/// <summary>How much the live stream may cost.</summary>
public sealed record LiveLimits
{
    /// <summary>So many connections one server holds; more are told to come later, and ask meanwhile.</summary>
    public int Most { get; init; } = 20_000;

    /// <summary>A connection over which nothing else was sent for so long gets a sign of life.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Who does not take what is sent within this time is cut off, and comes again.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>So many changes are told again to whoever missed them; who missed more is told what there is now.</summary>
    public int Remembered { get; init; } = 1000;

    /// <summary>In milliseconds, drawn for each connection: after so long it comes again when it broke off.</summary>
    public (int From, int To) Return { get; init; } = (1_000, 15_000);
}
