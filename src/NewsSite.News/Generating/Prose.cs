using System.Text;
using static NewsSite.News.Generating.Vocabulary;

namespace NewsSite.News.Generating;

/// <summary>Writes headlines and paragraphs out of the vocabulary. They read like news from some way off.</summary>
internal static class Prose
{
    private static readonly Zipf NounRanks = new(Nouns.Count);
    private static readonly Zipf AdjectiveRanks = new(Adjectives.Count);
    private static readonly Zipf VerbRanks = new(Verbs.Count);
    private static readonly Zipf NameRanks = new(NameCount);

    private static readonly string[] Figures = ["two", "three", "four", "five", "six", "ten", "twelve", "forty"];

    public static string Headline(Dice dice) =>
        dice.Below(5) switch
        {
            0 => $"{Capital(Noun(dice))} {Verb(dice)} {Adjective(dice)} {Noun(dice)} in {Name(dice)}",
            1 => $"{Name(dice)} {Noun(dice)} {Verb(dice)} {Noun(dice)} after {Adjective(dice)} {Noun(dice)}",
            2 => $"{Capital(Adjective(dice))} {Noun(dice)} {Verb(dice)} the {Noun(dice)} of {Name(dice)}",
            3 => $"{Capital(Noun(dice))} and {Noun(dice)}: why {Name(dice)} {Verb(dice)} its {Noun(dice)}",
            _ => $"{Name(dice)} {Verb(dice)} {Adjective(dice)} {Noun(dice)} as {Noun(dice)} {Verb(dice)} {Noun(dice)}",
        };

    public static string Standfirst(Dice dice) =>
        $"The {Noun(dice)} in {Name(dice)} was to {Act(dice)} the {Adjective(dice)} {Noun(dice)}. Then the {Noun(dice)} came.";

    /// <returns>Of 60 to 200 words, without anything that Markdown would take for markup.</returns>
    public static IReadOnlyList<string> Paragraphs(Dice dice)
    {
        var paragraphs = new string[2 + dice.Below(4)];
        for (var n = 0; n < paragraphs.Length; n++)
        {
            var text = new StringBuilder(Sentence(dice));
            for (var more = 1 + dice.Below(2); more > 0; more--)
            {
                text.Append(' ').Append(Sentence(dice));
            }

            paragraphs[n] = text.ToString();
        }

        return paragraphs;
    }

    public static string Correction(Dice dice) =>
        $"An earlier version said that the {Noun(dice)} was in {Name(dice)}. It is in {Name(dice)}.";

    public static string Name(Dice dice) => Names[NameRanks.Draw(dice)];

    public static string Noun(Dice dice) => Nouns[NounRanks.Draw(dice)];

    public static string Adjective(Dice dice) => Adjectives[AdjectiveRanks.Draw(dice)];

    private static string Verb(Dice dice) => Verbs[VerbRanks.Draw(dice)];

    private static string Act(Dice dice) => Acts[VerbRanks.Draw(dice)];

    private static string Sentence(Dice dice) =>
        dice.Below(5) switch
        {
            0 =>
                $"{dice.Of(FirstNames)} {Name(dice)} said the {Noun(dice)} would {Act(dice)} the {Adjective(dice)} {Noun(dice)} before the spring.",
            1 =>
                $"The {Noun(dice)} met {dice.Of(Figures)} times about the {Noun(dice)}, and each time the {Adjective(dice)} {Noun(dice)} stayed as it was.",
            2 =>
                $"In {Name(dice)}, where the {Adjective(dice)} {Noun(dice)} stands, people have waited {dice.Of(Figures)} years for a {Noun(dice)}.",
            3 =>
                $"Whether the {Noun(dice)} can {Act(dice)} it is another matter, a {Noun(dice)} from {Name(dice)} said.",
            _ =>
                $"A {Adjective(dice)} {Noun(dice)} costs more than a {Noun(dice)}, and nobody in {Name(dice)} has offered to pay.",
        };
}
