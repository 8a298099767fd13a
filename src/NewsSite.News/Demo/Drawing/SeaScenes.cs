using static NewsSite.News.Demo.Drawing.Sketch;

namespace NewsSite.News.Demo.Drawing;

/// <summary>By the water.</summary>
internal static class SeaScenes
{
    private const int Width = DemoPictures.SceneWidth;
    private const int Height = DemoPictures.SceneHeight;

    public static string Railway()
    {
        var s = new Sketch(Width, Height, 7)
            .Sky(520, "#ffffff", "#33475f", "#5a6f86", "#9a9ea3", "#e0b182")
            .Hills(500, 60, "#5f6a74", 4)
            .Hills(560, 40, "#47525e", 5)
            .Water(600, "#ffe2b0", "#7f8b95", "#4a5a68", "#26333f");
        s.Oval(1080, 640, 330, 170, s.Glow("#ffd9a0"), 0.9);
        s.Shape("M0 1067V900C300 870 700 850 1100 905S1500 960 1600 965V1067Z", "#12191f");
        s.Line("M0 892C300 862 700 842 1100 897S1500 952 1600 957", "#2c343c", 10);
        for (var n = 0; n < 5; n++)
        {
            var (x, y) = (260 + (n * 172), 800 + (n * 4));
            s.Box(x, y, 164, 66, "#a51f2d", round: 10)
                .Box(x, y + 44, 164, 10, "#e9d8bd")
                .Box(x + 8, y + 62, 148, 10, "#1a1f24");
            s.Windows(x + 14, y + 12, 5, 1, 17, 22, "#fff0bf", "#ffe39a", 0.6);
        }

        s.Shape("M1120 816q70 4 92 58h-92z", "#a51f2d").Oval(1250, 872, 90, 26, s.Glow("#fff4cf"));
        for (var x = 60; x < Width; x += 240)
        {
            s.Line(Text($"M{x} {880 + (x / 26)}v-190h60"), "#151b21", 7);
        }

        return s.ToString();
    }

    public static string Bridge()
    {
        var s = new Sketch(Width, Height, 11)
            .Sky(560, "#ffe9d2", "#22304a", "#4d5877", "#a3788a", "#e7a27a")
            .Hills(590, 50, "#4a4a63", 6)
            .Water(640, "#ffd0a6", "#8d6d7c", "#4a4a63", "#1f2638");
        foreach (var x in new[] { 330, 1130 })
        {
            s.Box(x, 240, 44, 480, "#2b2d3d").Box(x + 90, 240, 44, 480, "#2b2d3d").Box(x - 12, 700, 158, 70, "#232533");
            s.Box(x, 320, 134, 22, "#2b2d3d").Box(x, 470, 134, 22, "#2b2d3d");
        }

        s.Box(0, 560, Width, 26, "#20222f").Box(0, 586, Width, 8, "#e7a27a", 0.5);
        s.Line("M-200 560Q100 520 397 250Q797 760 1197 250Q1500 520 1800 560", "#20222f", 9);
        for (var x = 440; x < 1190; x += 38)
        {
            var t = (x - 397) / 800.0;
            s.Line(Text($"M{x} {560}V{250 + (1020 * t * (1 - t)):0}"), "#20222f", 3);
        }

        s.Shape("M560 760H1120L1072 850H612Z", "#7c1f24").Box(575, 742, 530, 20, "#3b1a1d");
        for (var n = 0; n < 11; n++)
        {
            string[] colours = ["#c7643b", "#3f6d7c", "#c9a24a", "#7b8a6a"];
            s.Box(600 + (n * 36), 704 - ((n * 7 % 3) * 20), 33, 40 + ((n * 7 % 3) * 20), colours[n % 4]);
        }

        s.Box(1010, 640, 76, 104, "#e8e0d2").Windows(1020, 652, 3, 2, 13, 14, "#ffdf8e", "#5c6a78");
        return s.ToString();
    }

    public static string Island()
    {
        var s = new Sketch(Width, Height, 23)
            .Sky(480, "#ffffff", "#3f8fb8", "#7fbcd2", "#cfe5e4", "#f5e7cb")
            .Hills(430, 90, "#5b9184", 4)
            .Hills(520, 60, "#3c7a63", 5)
            .Water(640, "#ffffff", "#5fb6bf", "#2f8fa0", "#125f78");
        s.Shape("M0 700Q400 640 800 668T1600 650V720Q800 700 0 740Z", "#e9d6a8");
        for (var n = 0; n < 17; n++)
        {
            var x = 90 + (n * 88);
            var h = 70 + (n * 37 % 60);
            string[] walls = ["#f4ead8", "#e6b89c", "#f0d9a4", "#c9dcd6"];
            s.Box(x, 668 - h, 72, h, walls[n % 4])
                .Shape(Text($"M{x - 8} {668 - h}l44 -34l44 34z"), n % 2 == 0 ? "#a8503b" : "#7c4a3a");
            s.Windows(x + 12, 680 - h, 2, 2, 15, 18, "#fff3c4", "#4a6a70", 0.3);
        }

        foreach (var (x, y) in new[] { (200, 690), (760, 700), (1380, 690) })
        {
            s.Line(Text($"M{x} {y}q20 -120 60 -210"), "#6b4f36", 12);
            for (var n = 0; n < 6; n++)
            {
                s.Line(
                    Text($"M{x + 60} {y - 210}q{(n - 2.5) * 44:0} -60 {(n - 2.5) * 76:0} {20 + (n % 2 * 30)}"),
                    "#2b6b4a",
                    12
                );
            }
        }

        return s.ToString();
    }

    public static string Ships()
    {
        var s = new Sketch(Width, Height, 31)
            .Sky(520, "#ffffff", "#8fa3b4", "#b8c3cb", "#dcdcd6", "#efe3cd")
            .Hills(540, 30, "#93a0a8", 5)
            .Water(580, "#ffffff", "#a9b6bc", "#74868f", "#44555f");
        for (var n = 0; n < 4; n++)
        {
            var (x, y, k) = (1150 - (n * 340), 600 + (n * 66), 0.62 + (n * 0.2));
            string[] greys = ["#8b979e", "#74828a", "#5d6c75", "#465660"];
            var g = greys[n];
            s.Shape(Text($"M{x} {y}h{300 * k:0}l{44 * k:0} {-26 * k:0}l{-30 * k:0} {70 * k:0}h{-290 * k:0}z"), g);
            s.Box(x + (70 * k), y - (50 * k), 150 * k, 52 * k, g).Box(x + (110 * k), y - (92 * k), 74 * k, 46 * k, g);
            s.Line(
                Text($"M{x + (147 * k):0} {y - (90 * k):0}v{-80 * k:0}m{-22 * k:0} {30 * k:0}h{44 * k:0}"),
                g,
                6 * k
            );
            s.Box(x - (30 * k), y + (38 * k), 340 * k, 7 * k, "#ffffff", 0.55, 4);
        }

        return s.ToString();
    }

    public static string Storm()
    {
        var s = new Sketch(Width, Height, 43)
            .Sky(600, "#c9d3da", "#222b36", "#3c4855", "#66727c", "#8c9494")
            .Water(560, "#dfe8ea", "#5c6c74", "#36474f", "#1c2a31");
        for (var n = 0; n < 5; n++)
        {
            var y = 640 + (n * 52);
            s.Shape(
                Text(
                    $"M-50 {y + 70}Q{200 + (n * 70)} {y - 60} {430 + (n * 60)} {y + 40}T{900 + (n * 50)} {y + 30}T1700 {y + 50}V{y + 120}H-50Z"
                ),
                n % 2 == 0 ? "#3d5159" : "#2d4048"
            );
            s.Line(
                Text(
                    $"M-50 {y + 66}Q{200 + (n * 70)} {y - 64} {430 + (n * 60)} {y + 36}T{900 + (n * 50)} {y + 26}T1700 {y + 46}"
                ),
                "#e9f0f0",
                6,
                0.5
            );
        }

        s.Shape("M900 1067L980 780L1600 700V1067Z", "#4d4a45").Line("M980 780L1600 700", "#8a857b", 16);
        for (var n = 0; n < 9; n++)
        {
            s.Line(Text($"M{985 + (n * 70)} {800 - (n * 9)}l-20 260"), "#3a3834", 4, 0.8);
        }

        s.Shape("M930 800q-60 -220 60 -330q20 120 90 100q60 -70 120 10q-40 140 -200 210z", "#eef4f4", 0.85);
        return s.ToString();
    }
}
