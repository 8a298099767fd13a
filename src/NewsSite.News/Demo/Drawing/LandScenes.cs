using static NewsSite.News.Demo.Drawing.Sketch;

namespace NewsSite.News.Demo.Drawing;

/// <summary>In the country.</summary>
internal static class LandScenes
{
    private const int Width = DemoPictures.SceneWidth;
    private const int Height = DemoPictures.SceneHeight;

    public static string Reservoir()
    {
        var s = new Sketch(Width, Height, 3)
            .Sky(420, "#ffffff", "#a9c3cf", "#cbdadb", "#e8e9de", "#f3ead2")
            .Hills(330, 110, "#9db5a9", 3)
            .Hills(440, 80, "#6f9180", 4)
            .Hills(540, 50, "#47705f", 5)
            .Water(640, "#ffffff", "#a8c1c4", "#7d9ea6", "#5a7f8a");
        s.Shape("M0 1067V860Q420 760 760 850T1300 820Q1480 800 1600 850V1067Z", "#c8ad84");
        s.Shape("M0 1067V930Q420 830 800 920T1600 920V1067Z", "#b8986c");
        for (var n = 0; n < 7; n++)
        {
            var x = 250 + (n * 150);
            s.Box(x, 866 + (n * 13 % 30), 90, 22, "#8f7a5c").Box(x + 20, 848 + (n * 13 % 30), 34, 22, "#a08a69");
        }

        s.Shape("M560 1067Q640 950 760 900L800 906Q720 970 680 1067Z", "#d9c6a3");
        return s.ToString();
    }

    public static string Turbines()
    {
        var s = new Sketch(Width, Height, 5)
            .Sky(620, "#ffffff", "#4d93c4", "#86b9d8", "#c3dcea", "#eef3ee")
            .Hills(690, 60, "#8db36a", 4)
            .Hills(780, 50, "#6c9a4c", 5);
        foreach (var (x, y, k) in new[] { (1260, 720, 0.7), (930, 760, 0.9), (400, 860, 1.5), (1460, 800, 1.0) })
        {
            var hub = y - (360 * k);
            s.Shape(
                Text($"M{x - (9 * k):0.#} {y}L{x - (4 * k):0.#} {hub:0}h{8 * k:0.#}L{x + (9 * k):0.#} {y}Z"),
                "#f3f5f4"
            );
            for (var blade = 0; blade < 3; blade++)
            {
                var a = (blade * 2 * Math.PI / 3) + (x * 0.01);
                var (dx, dy) = (Math.Sin(a) * 210 * k, -Math.Cos(a) * 210 * k);
                var (nx, ny) = (Math.Cos(a) * 11 * k, Math.Sin(a) * 11 * k);
                s.Shape(
                    Text(
                        $"M{x - nx:0.#} {hub - ny:0.#}Q{x + (dx * 0.3) + nx:0.#} {hub + (dy * 0.3) + ny:0.#} {x + dx:0.#} {hub + dy:0.#}L{x + nx:0.#} {hub + ny:0.#}Z"
                    ),
                    "#ffffff"
                );
            }

            s.Oval(x, hub, 13 * k, 13 * k, "#dfe5e6");
        }

        return s.Hills(930, 30, "#4d7a37", 6).ToString();
    }

    public static string Football()
    {
        var s = new Sketch(Width, Height, 17);
        s.Box(0, 0, Width, Height, s.Shade("#0b1224", "#17233d", "#22324d"));
        s.Box(0, 330, Width, 260, "#1a2338");
        s.People(620, 0, Width, 360, 590, 26, "#3a4663", "#56617c", "#8a3a44", "#a7adba", "#2b3550", "#c9b27c");
        s.Shape("M0 590H1600V1067H0Z", s.Shade("#2f7a3d", "#3f9a4c", "#2a7037"));
        for (var n = 0; n < 5; n++)
        {
            s.Shape(
                Text(
                    $"M{800 + ((n - 2.5) * 230):0} 590L{800 + ((n - 2.5) * 620):0} 1067h310L{800 + ((n - 1.9) * 230):0} 590Z"
                ),
                "#ffffff",
                0.05
            );
        }

        s.Line("M0 640H1600M800 640V1067M560 860a240 90 0 1 0 480 0a240 90 0 1 0 -480 0", "#ffffff", 5, 0.75);
        foreach (var x in new[] { 150, 620, 1080, 1500 })
        {
            s.Line(Text($"M{x} 340V120"), "#2b3550", 12).Box(x - 70, 80, 140, 60, "#dfe9ff", round: 8);
            s.Oval(x, 110, 260, 190, s.Glow("#eaf1ff"), 0.5);
        }

        return s.People(9, 180, 1420, 700, 1000, 86, "#b3202f", "#f2f2ee").Oval(840, 940, 11, 11, "#ffffff").ToString();
    }
}
