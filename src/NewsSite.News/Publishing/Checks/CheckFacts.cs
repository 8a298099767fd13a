using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Checks;

/// <summary>What the rules have to know besides the story itself.</summary>
/// <param name="Pictures">Those that the newsroom has of the pictures that the text names.</param>
/// <param name="LeadAlt">What is said in place of the lead picture; null where there is none.</param>
/// <param name="Broken">Addresses in the text that lead nowhere, each with what is wrong.</param>
public sealed record CheckFacts(BodyPictures Pictures, string? LeadAlt, IReadOnlyDictionary<string, string> Broken)
{
    public static CheckFacts None { get; } = new(BodyPictures.None, null, new Dictionary<string, string>());
}
