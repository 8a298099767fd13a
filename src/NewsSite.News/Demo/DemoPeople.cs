namespace NewsSite.News.Demo;

/// <param name="HasPortrait">Whether a picture of the slug's name exists.</param>
public sealed record DemoAuthor(string Slug, string Name, string Role, string Biography, bool HasPortrait = true);

/// <param name="Parent">The slug of the category that it lies in.</param>
public sealed record DemoCategory(string Slug, string Name, string ColourKey, string? Parent, string Description);

/// <summary>Who writes the demo newspaper, and its sections.</summary>
public static class DemoPeople
{
    public static IReadOnlyList<DemoAuthor> Authors { get; } =
    [
        new(
            "amara-lindqvist",
            "Amara Lindqvist",
            "Political editor",
            "Has reported from parliament since 2011. She lives in Saltmarsh and takes the 6.42."
        ),
        new(
            "joseph-okafor",
            "Joseph Okafor",
            "Transport correspondent",
            "Writes about trains, ships and the people who wait for them. He was a signalman before."
        ),
        new(
            "nadia-farouk",
            "Nadia Farouk",
            "Parliamentary reporter",
            "Covers bills from draft to law. She keeps a list of every clause that was promised to be softened."
        ),
        new(
            "leila-haddad",
            "Leila Haddad",
            "Columnist",
            "Writes on towns, work and memory. Her column appears each week."
        ),
        new(
            "daniel-mensah",
            "Daniel Mensah",
            "World affairs writer",
            "Has filed from thirty countries. He collects timetables of lines that no longer run."
        ),
        new(
            "tom-brennan",
            "Tom Brennan",
            "Columnist and sports writer",
            "Sat in parliament for nine years, and in the sea end for forty."
        ),
        new(
            "ines-carvalho",
            "Ines Carvalho",
            "Science and culture writer",
            "Trained as a marine biologist. She reviews theatre because nobody else would go to the rope works."
        ),
        new(
            "mei-tanaka",
            "Mei Tanaka",
            "Diplomatic correspondent",
            "Writes about treaties, borders and those who guard them."
        ),
        new("priya-raman", "Priya Raman", "Business editor", "Explains money to people who have none of it to spare."),
        new("meridian-staff", "Meridian staff", "News desk", "Short reports by the desk on duty.", HasPortrait: false),
    ];

    public static IReadOnlyList<DemoCategory> Categories { get; } =
    [
        new("news", "News", "news", null, "What has happened, as it becomes known."),
        new("world", "World", "world", null, "Reports from other countries, and what they mean here."),
        new("asia", "Asia", "world", "world", "From the straits to the islands."),
        new("europe", "Europe", "world", "world", "Rivers, borders and neighbours."),
        new("politics", "Politics", "politics", null, "Parliament, parties and town halls."),
        new("parliament", "Parliament", "politics", "politics", "Bills, votes and the nights in between."),
        new("transport", "Transport", "politics", "politics", "Trains, ports, roads and those who use them."),
        new("business", "Business", "business", null, "Work, money and energy."),
        new("science", "Science", "science", null, "What researchers find, and how sure they are."),
        new("culture", "Culture", "culture", null, "Stages, books, music and benches."),
        new("sport", "Sport", "sport", null, "On grass, in water and up 1,100 steps."),
        new("opinion", "Opinion", "opinion", null, "What our columnists think. You need not agree."),
    ];
}
