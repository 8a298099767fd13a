using System.Collections.Concurrent;
using System.Text;
using NetVips;
using NewsSite.News.Demo.Drawing;
using NewsSite.News.Media;

namespace NewsSite.News.Demo;

/// <summary>The pictures of the demo newspaper, each drawn by code.</summary>
public static class DemoPictures
{
    internal const int SceneWidth = 1600;
    internal const int SceneHeight = 1067;
    internal const int PortraitSide = 400;

    /// <summary>By the name that stories and authors use.</summary>
    public static IReadOnlyDictionary<string, DemoPicture> All { get; } =
        new Dictionary<string, DemoPicture>
        {
            ["railway"] = Scene(SeaScenes.Railway, 40, 80),
            ["bridge"] = Scene(SeaScenes.Bridge, 50, 60),
            ["island"] = Scene(SeaScenes.Island, 50, 60),
            ["ships"] = Scene(SeaScenes.Ships, 50, 60),
            ["storm"] = Scene(SeaScenes.Storm, 60, 70),
            ["reservoir"] = Scene(LandScenes.Reservoir, 50, 60),
            ["turbines"] = Scene(LandScenes.Turbines, 40, 50),
            ["football"] = Scene(LandScenes.Football, 50, 70),
            ["city"] = Scene(TownScenes.City, 50, 60),
            ["parliament"] = Scene(TownScenes.Parliament, 50, 60),
            ["market"] = Scene(TownScenes.Market, 50, 80),
            ["theatre"] = Scene(TownScenes.Theatre, 50, 60),
            ["moscow"] = Scene(TownScenes.Moscow, 50, 50),
            ["laboratory"] = Scene(TownScenes.Laboratory, 50, 60),
            ["amara-lindqvist"] = Face(() => Portraits.Draw("#b9c9d6", "#8d5a3c", "#1e1614", "#33415a", 2)),
            ["joseph-okafor"] = Face(() => Portraits.Draw("#d9c7b0", "#6b4229", "#17110f", "#4a2f34", 0)),
            ["nadia-farouk"] = Face(() => Portraits.Draw("#c9d6c4", "#c98f6a", "#2b1c16", "#2f4a45", 1)),
            ["leila-haddad"] = Face(() => Portraits.Draw("#a9c3cf", "#d9a37c", "#1a1414", "#22333b", 1)),
            ["daniel-mensah"] = Face(() => Portraits.Draw("#dccaa2", "#5f3a24", "#14100e", "#7a2f38", 3)),
            ["tom-brennan"] = Face(() => Portraits.Draw("#bfc4c6", "#e8b998", "#9a9488", "#3c4a3f", 0, glasses: true)),
            ["ines-carvalho"] = Face(() => Portraits.Draw("#e0bfc2", "#e3ad8c", "#7d3b26", "#5b3048", 1)),
            ["mei-tanaka"] = Face(() => Portraits.Draw("#c6cfe0", "#e6bd98", "#15141a", "#2b3a5c", 2, glasses: true)),
            ["priya-raman"] = Face(() => Portraits.Draw("#d6cdb8", "#a56b45", "#17110f", "#0f5a4c", 2)),
        };

    /// <summary>Paints each drawing once, and stores it as a photograph would be.</summary>
    /// <returns>The masters' file names, by the names of <see cref="All"/>.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> StoreAsync(
        MediaFolder media,
        CancellationToken cancel
    )
    {
        var stored = new ConcurrentDictionary<string, string>();
        await Vips.WithDrawingsAsync(() =>
            Parallel.ForEachAsync(
                All,
                new ParallelOptions { MaxDegreeOfParallelism = Vips.AtOnce, CancellationToken = cancel },
                async (picture, stop) =>
                    stored[picture.Key] = await media.AddAsync(
                        await Vips.RunAsync(() => Paint(picture.Value), stop),
                        ".jpg",
                        stop
                    )
            )
        );
        return stored;
    }

    private static byte[] Paint(DemoPicture picture)
    {
        using var drawing = Image.SvgloadBuffer(Encoding.UTF8.GetBytes(picture.Draw()));
        using var painting = drawing.Flatten();
        return painting.JpegsaveBuffer(q: 90, keep: Enums.ForeignKeep.None);
    }

    private static DemoPicture Scene(Func<string> draw, int x, int y) => new(draw, SceneWidth, SceneHeight, x, y);

    private static DemoPicture Face(Func<string> draw) => new(draw, PortraitSide, PortraitSide, 50, 50);
}

/// <param name="Draw">Gives the SVG; always the same.</param>
/// <param name="FocalX">Per cent from the left.</param>
/// <param name="FocalY">Per cent from the top.</param>
public sealed record DemoPicture(Func<string> Draw, int Width, int Height, int FocalX, int FocalY);
