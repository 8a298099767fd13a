using static NewsSite.News.Demo.Drawing.Sketch;

namespace NewsSite.News.Demo.Drawing;

/// <summary>In the town.</summary>
internal static class TownScenes
{
    private const int Width = DemoPictures.SceneWidth;
    private const int Height = DemoPictures.SceneHeight;

    public static string City()
    {
        var s = new Sketch(Width, Height, 13).Sky(500, "#b9c4e6", "#0d1530", "#22305a", "#4a4a78", "#8d6a7c");
        for (var layer = 0; layer < 3; layer++)
        {
            string[] walls = ["#2c3558", "#1f2745", "#131a31"];
            for (var n = 0; n < 12; n++)
            {
                var w = 90 + (n * 53 % 70);
                var h = 300 + (((n * 97) + (layer * 61)) % 330) - (layer * 60);
                var x = (n * 146) - 60 + (layer * 47);
                s.Box(x, 1000 - h, w, h + 80, walls[layer]);
                s.Windows(
                    x + 14,
                    1020 - h,
                    (w - 24) / 24,
                    h / 40,
                    12,
                    16,
                    "#ffd98a",
                    walls[layer],
                    0.12 + (layer * 0.08)
                );
            }
        }

        return s.Box(0, 1010, Width, 60, "#0a0f20").ToString();
    }

    public static string Parliament()
    {
        var s = new Sketch(Width, Height, 19).Sky(420, "#ffffff", "#7ea2bf", "#a9c2d2", "#d3dcdc", "#efe2cc");
        s.Shape("M260 360L800 120L1340 360Z", "#d9c9a8").Shape("M360 340L800 150L1240 340Z", "#c9b792");
        s.Box(250, 356, 1100, 54, "#e3d5b6").Box(300, 410, 1000, 430, "#8f8268");
        for (var n = 0; n < 8; n++)
        {
            var x = 300 + (n * 133);
            s.Box(x, 410, 64, 440, s.Shade("#efe4cb", "#d8c8a4")).Box(x + 44, 410, 20, 440, "#b7a67f", 0.6);
            s.Box(x - 10, 404, 84, 20, "#efe4cb").Box(x - 10, 836, 84, 22, "#efe4cb");
        }

        for (var n = 0; n < 6; n++)
        {
            s.Box(220 - (n * 34), 856 + (n * 26), 1160 + (n * 68), 28, n % 2 == 0 ? "#e0d2b2" : "#cfc09d");
        }

        s.Box(0, 1008, Width, 60, "#a99c80");
        return s.People(46, 180, 1420, 880, 1050, 46, "#23262d", "#31405a", "#5a2e35", "#3f4a3c", "#6a5a44").ToString();
    }

    public static string Market()
    {
        var s = new Sketch(Width, Height, 29).Sky(300, "#ffffff", "#e9c48c", "#f0d6a8", "#f6e6c8");
        for (var n = 0; n < 9; n++)
        {
            string[] walls = ["#b5714a", "#8f5a48", "#caa06a", "#7d6a62", "#a98561"];
            var (x, h) = ((n * 186) - 40, 420 + (n * 71 % 200));
            s.Box(x, 800 - h, 180, h, walls[n % 5])
                .Windows(x + 20, 830 - h, 4, h / 66, 22, 30, "#ffe9b0", "#4a4550", 0.45);
        }

        s.Box(0, 780, Width, 290, s.Shade("#b9a78a", "#8f7f66"));
        s.People(40, 60, 1540, 830, 900, 70, "#2d3142", "#5b3a3a", "#38533f", "#6a5137", "#283a55");
        for (var n = 0; n < 5; n++)
        {
            string[] cloth = ["#c0392b", "#1f7a8c", "#d9a321", "#2b4c8c", "#3f7d3a"];
            var x = 30 + (n * 320);
            s.Box(x + 14, 800, 232, 90, "#6b4f36").Box(x + 6, 860, 248, 20, "#8a6a48");
            for (var stripe = 0; stripe < 6; stripe++)
            {
                s.Shape(Text($"M{x + (stripe * 44)} 760h44l-6 -70h-34z"), stripe % 2 == 0 ? cloth[n] : "#f6efe0");
            }

            s.Windows(x + 24, 842, 8, 1, 16, 14, "#d9822b", "#7ea23c", 0.5);
        }

        return s.People(22, 40, 1560, 960, 1040, 96, "#20242e", "#4a2f34", "#33463a", "#5a4a35").ToString();
    }

    public static string Theatre()
    {
        var s = new Sketch(Width, Height, 37);
        s.Box(0, 0, Width, Height, s.Shade("#3a0a10", "#5e1017", "#22060a"));
        s.Oval(800, 520, 640, 520, s.Glow("#ffb45c"), 0.85);
        s.Oval(800, 860, 560, 90, "#ffd79a", 0.55);
        foreach (var side in new[] { 0, 1 })
        {
            for (var n = 0; n < 6; n++)
            {
                var x = side == 0 ? n * 66 : Width - 66 - (n * 66);
                s.Box(x, 0, 66, 1067, n % 2 == 0 ? "#8a1420" : "#6e0f19");
            }
        }

        s.Shape("M0 0H1600V130Q1200 210 800 130T0 130Z", "#7d121d");
        foreach (var (x, lean) in new[] { (690, 30), (900, -30) })
        {
            s.Oval(x, 560, 34, 40, "#15090b")
                .Shape(Text($"M{x - 70} 850Q{x - 60} 620 {x} 610T{x + 70} 850Z"), "#15090b");
            s.Line(Text($"M{x} 660L{x + (lean * 3)} 520"), "#15090b", 26);
        }

        s.Box(0, 940, Width, 130, "#12060a");
        return s.People(38, 0, Width, 990, 1067, 120, "#0b0406", "#170a0d").ToString();
    }

    public static string Moscow()
    {
        var s = new Sketch(Width, Height, 41)
            .Sky(560, "#ffe3cf", "#2a3150", "#5a5277", "#b0788a", "#f0b48a")
            .Hills(640, 20, "#4b3f58", 6);
        foreach (var (x, h, w) in new[] { (180, 360, 70), (470, 300, 60), (1120, 420, 84), (1400, 300, 64) })
        {
            s.Box(x, 760 - h, w, h, "#6d2f35")
                .Shape(Text($"M{x - 8} {760 - h}l{(w / 2) + 8} -150l{(w / 2) + 8} 150z"), "#38544c");
            s.Windows(x + 14, 790 - h, 2, h / 70, 14, 26, "#ffd98a", "#4a1f26", 0.5);
        }

        s.Box(0, 720, Width, 110, "#7d343a");
        for (var x = 0; x < Width; x += 44)
        {
            s.Box(x, 696, 26, 30, "#7d343a");
        }

        string[] domes = ["#c9a24a", "#3f7a6c", "#c9a24a", "#4a5f93", "#c9a24a"];
        for (var n = 0; n < 5; n++)
        {
            var (x, k) = (640 + (n * 84), n == 2 ? 1.5 : 1.0);
            s.Box(x - (22 * k), 620 - (120 * k), 44 * k, 120 + (120 * k), "#e6d9c8");
            s.Shape(
                Text(
                    $"M{x} {620 - (230 * k):0}C{x + (64 * k):0} {620 - (180 * k):0} {x + (40 * k):0} {620 - (122 * k):0} {x} {620 - (116 * k):0}C{x - (40 * k):0} {620 - (122 * k):0} {x - (64 * k):0} {620 - (180 * k):0} {x} {620 - (230 * k):0}Z"
                ),
                domes[n]
            );
        }

        s.Water(830, "#ffd9b0", "#9a7280", "#5a5277", "#262c47");
        foreach (var (x, colour) in new[] { (60, "#d8dce6"), (1530, "#c8323c") })
        {
            s.Line(Text($"M{x} 830V470"), "#d9d2c6", 8).Shape(Text($"M{x} 474q50 -24 90 4v70q-40 -28 -90 -4z"), colour);
        }

        return s.ToString();
    }

    public static string Laboratory()
    {
        var s = new Sketch(Width, Height, 47);
        s.Box(0, 0, Width, Height, s.Shade("#0d2b38", "#13485a", "#0c2732"));
        for (var n = 0; n < 7; n++)
        {
            s.Box(0, 120 + (n * 90), Width, 4, "#2b6d80", 0.35);
        }

        s.Box(0, 800, Width, 270, s.Shade("#1b5263", "#0b2530"));
        string[] liquids = ["#57cbb0", "#85bdf2", "#e5b75a", "#86d190", "#f29ccb"];
        for (var n = 0; n < 7; n++)
        {
            var x = 160 + (n * 205);
            var liquid = liquids[n % 5];
            s.Oval(x, 720, 150, 150, s.Glow(liquid), 0.5);
            if (n % 2 == 0)
            {
                s.Shape(Text($"M{x - 26} 480h52v120l70 190q6 24 -20 24h-152q-26 0 -20 -24l70 -190z"), "#cfeaf0", 0.22);
                s.Shape(Text($"M{x - 56} 690h112l40 108q4 16 -16 16h-160q-20 0 -16 -16z"), liquid, 0.85);
            }
            else
            {
                s.Box(x - 30, 520, 60, 294, "#cfeaf0", 0.22, 28).Box(x - 30, 620, 60, 194, liquid, 0.85, 28);
            }

            s.Oval(x - 12, 740, 9, 9, "#ffffff", 0.7).Oval(x + 16, 766, 6, 6, "#ffffff", 0.7);
        }

        return s.ToString();
    }
}
