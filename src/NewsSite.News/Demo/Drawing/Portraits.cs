using static NewsSite.News.Demo.Drawing.Sketch;

namespace NewsSite.News.Demo.Drawing;

/// <summary>Faces of people who do not exist.</summary>
internal static class Portraits
{
    private const int Side = DemoPictures.PortraitSide;

    /// <param name="hairStyle">0 short, 1 long, 2 bob, 3 bald with a beard.</param>
    public static string Draw(string back, string skin, string hair, string coat, int hairStyle, bool glasses = false)
    {
        var s = new Sketch(Side, Side, 1);
        s.Box(0, 0, Side, Side, s.Shade(back, "#ffffff")).Box(0, 0, Side, Side, back, 0.55);
        if (hairStyle is 1)
        {
            s.Shape("M104 180Q100 70 200 66T296 180Q300 290 316 330H84Q100 290 104 180Z", hair);
        }
        else if (hairStyle is 2)
        {
            s.Shape("M106 190Q96 76 200 72T294 190Q298 240 286 262H114Q102 240 106 190Z", hair);
        }

        s.Shape("M40 400Q50 306 150 292H250Q350 306 360 400Z", coat);
        s.Shape("M166 250h68v44q-34 40 -68 0z", skin).Shape("M166 262q34 26 68 0v14q-34 26 -68 0z", "#000000", 0.12);
        s.Oval(200, 190, 70, 86, skin).Oval(130, 196, 12, 18, skin).Oval(270, 196, 12, 18, skin);
        s.Shape(
            hairStyle switch
            {
                3 => "M132 210Q140 300 200 300T268 210Q262 250 200 250T132 210Z",
                0 => "M124 184Q118 92 204 92T276 184Q268 140 236 128Q190 146 148 134Q130 150 124 184Z",
                _ => "M126 190Q124 100 200 98T274 190Q262 140 214 126Q160 140 126 190Z",
            },
            hair
        );
        foreach (var x in new[] { 174, 226 })
        {
            s.Oval(x, 190, 7, 8, "#1d1a1a").Line(Text($"M{x - 14} 170q14 -9 28 0"), hair, 6);
            if (glasses)
            {
                s.Line(Text($"M{x - 23} 190a23 21 0 1 0 46 0a23 21 0 1 0 -46 0"), "#22262c", 5);
            }
        }

        if (glasses)
        {
            s.Line("M197 188h6", "#22262c", 5);
        }

        return s.Line("M200 196q-9 24 2 28", "#000000", 4, 0.25).Line("M178 244q22 16 44 0", "#7d3b3b", 6).ToString();
    }
}
