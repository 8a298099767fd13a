using System.Globalization;

namespace NewsSite.News.Generating;

/// <summary>The words of generated stories: a few that nearly every story has, and thousands that few have.</summary>
internal static class Vocabulary
{
    public const int NameCount = 24_000;

    public static IReadOnlyList<string> Nouns { get; } =
        Words(
            """
            council minister government company report plan court school police city budget hospital market election
            union railway harbour bridge inquiry bank committee village housing energy water river strike tax vote law
            farm museum team club factory airport port road station theatre festival coast island border treaty storm
            flood drought library university laboratory archive choir orchestra stadium league coach striker goalkeeper
            surgeon nurse teacher pupil tenant landlord ferry trawler lighthouse reservoir windmill turbine pipeline
            substation battery satellite telescope glacier reef meadow orchard vineyard bakery brewery shipyard foundry
            quarry warehouse depot tramway canal lock embankment promenade cathedral chapel monastery manuscript
            portrait sculpture novel playwright violinist conductor chessboard marathon regatta velodrome sawmill
            ombudsman magistrate archivist beekeeper cartographer clockmaker falconer glassblower locksmith puppeteer
            """
        );

    public static IReadOnlyList<string> Adjectives { get; } =
        Words(
            """
            new public local national early late private regional long small former independent coastal rural urban
            northern southern eastern western historic temporary permanent disputed delayed costly ambitious modest
            emergency annual joint secret narrow wooden derelict submerged restored forgotten unfinished tidal alpine
            """
        );

    /// <summary>In the third person: delays.</summary>
    public static IReadOnlyList<string> Verbs { get; } =
        Words(
            """
            backs delays rejects approves reviews opens closes defends reveals cuts expands promises halts revives
            questions welcomes postpones abandons rebuilds sells buys restores inspects overturns salvages
            """
        );

    /// <summary>After "to": delay.</summary>
    public static IReadOnlyList<string> Acts { get; } =
        Words(
            """
            back delay reject approve review open close defend reveal cut expand promise halt revive question welcome
            postpone abandon rebuild sell buy restore inspect overturn salvage
            """
        );

    public static IReadOnlyList<string> FirstNames { get; } =
        Words(
            """
            Ada Amir Anouk Bela Carlos Chidi Dora Elif Emil Farah Femi Greta Hana Hugo Ines Ivo Jana Jonas Kemal Lena
            Lucia Mara Mateo Nadia Nils Olga Omar Petra Priya Rafael Rosa Samir Selma Tariq Tove Uma Viktor Wanda Yusuf Zoë
            """
        );

    /// <summary>Made-up names of people and places.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, NameCount).Select(Name)];

    private static string Name(int n)
    {
        string[] begin =
        [
            "Bar",
            "Cor",
            "Dal",
            "Ell",
            "Fen",
            "Gar",
            "Hal",
            "Ister",
            "Jor",
            "Kel",
            "Lam",
            "Mor",
            "Nor",
            "Oster",
            "Pel",
            "Quar",
            "Ros",
            "Sel",
            "Tor",
            "Ul",
            "Var",
            "Wen",
            "Yar",
            "Zel",
            "Ash",
            "Bram",
            "Cal",
            "Dun",
            "Esk",
            "Fal",
            "Gil",
            "Hart",
            "Ing",
            "Kirk",
            "Lind",
            "Mar",
            "Nant",
            "Ork",
            "Pen",
            "Rav",
        ];
        string[] middle = ["a", "en", "o", "ing", "er", "i", "um", "es", "an", "é", "or", "ul"];
        string[] end =
        [
            "mere",
            "ton",
            "wick",
            "ford",
            "by",
            "holm",
            "stead",
            "vale",
            "gate",
            "moor",
            "ness",
            "wold",
            "cliffe",
            "burn",
            "dale",
            "field",
            "haven",
            "mouth",
            "stoke",
            "thorpe",
            "lund",
            "berg",
            "dorf",
            "ville",
            "court",
            "minster",
            "quay",
            "rock",
            "sand",
            "tarn",
            "weir",
            "combe",
            "dean",
            "firth",
            "garth",
            "hurst",
            "keld",
            "law",
            "more",
            "nab",
            "over",
            "pool",
            "rigg",
            "shaw",
            "toft",
            "ura",
            "wath",
            "yarm",
            "zee",
            "sjö",
        ];
        return begin[n % begin.Length]
            + middle[n / begin.Length % middle.Length]
            + end[n / begin.Length / middle.Length % end.Length];
    }

    public static string Capital(string word) => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
