using System.Globalization;
using System.Text;

namespace NewsSite.News.Staff;

/// <summary>
/// Tells a password that would be among the first guesses, without asking anybody outside: takes away all that guessers try
/// first (words of the person and the paper, common passwords, keyboard walks, years, repetitions), and looks at what is left.
/// </summary>
public static class GuessablePasswords
{
    // So many letters and digits must be left, and so many different ones.
    private const int LeastLeft = 6;
    private const int LeastDifferent = 4;

    // Part of a walk this long is no accident.
    private const int WalkLeast = 4;

    private const int WalkMost = 40;

    // A word of the person this short would be found everywhere.
    private const int OwnWordLeast = 3;

    private static readonly string[] Walks =
    [
        "abcdefghijklmnopqrstuvwxyz",
        "01234567890123456789",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm",
        "azertyuiopqsdfghjklmwxcvbn",
        "1q2w3e4r5t6y7u8i9o0p",
        "q1w2e3r4t5y6u7i8o9p0",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
        "qazwsxedcrfvtgbyhnujmikolp",
        "zaq12wsxcde34rfvbgt56yhnmju78ik",
    ];

    private static readonly string[] Backwards = [.. Walks.Select(w => new string([.. w.Reverse()]))];

    private static readonly string[] Common = Read("CommonPasswords");

    // The 4,000 of twelve characters and more that people used most, of ten million that were made public (Mark Burnett, 2015,
    // given to everybody): small letters, no blanks. What the rules below do not tell is found here.
    private static readonly HashSet<string> CommonLong = [.. Read("CommonLongPasswords")];

    /// <param name="own">Words that whoever knows the person or the paper would try.</param>
    public static bool Has(string password, IReadOnlyCollection<string> own) =>
        CommonLong.Contains(string.Concat(Small(password).Where(c => !char.IsWhiteSpace(c))))
        || IsLittle(Small(password), own, Small)
        || IsLittle(Plain(password), own, Plain);

    private static bool IsLittle(string password, IReadOnlyCollection<string> own, Func<string, string> form)
    {
        var left = Unit(password);

        // Long ones first: a short one would leave the rest of a long one behind.
        var words = own.SelectMany(Words).Select(form).Where(w => w.Length >= OwnWordLeast).Concat(Common);
        foreach (var word in words.OrderByDescending(w => w.Length))
        {
            left = left.Replace(word, " ", StringComparison.Ordinal);
        }

        var letters = WithoutYears(WithoutWalks(left)).Where(char.IsLetterOrDigit).ToList();
        return letters.Count < LeastLeft || letters.Distinct().Count() < LeastDifferent;
    }

    /// <returns>Without capitals and accents, and without the two code points that are no letters.</returns>
    private static string Small(string text) =>
        string.Concat(
            string.Concat(text.EnumerateRunes().Where(r => r.Value is not (0xFFFE or 0xFFFF)))
                .Normalize(NormalizationForm.FormKD)
                .ToLowerInvariant()
                .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
        );

    /// <returns>The same, with the digits and signs that stand for letters read as such: p4$$w0rd.</returns>
    private static string Plain(string password)
    {
        var text = new StringBuilder(Small(password)).Replace('@', 'a').Replace('$', 's').Replace('€', 'e');
        var plain = $"{text}";
        for (var n = 0; n < text.Length; n++)
        {
            // Only one that stands alone among letters.
            if (n > 0 && n + 1 < text.Length && char.IsLetter(plain[n - 1]) && char.IsLetter(plain[n + 1]))
            {
                text[n] = plain[n] switch
                {
                    '0' => 'o',
                    '1' => 'i',
                    '3' => 'e',
                    '4' => 'a',
                    '5' => 's',
                    '7' => 't',
                    var c => c,
                };
            }
        }

        return $"{text}";
    }

    /// <returns>What a text repeats, if it does nothing else.</returns>
    private static string Unit(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            var unit = text[..length];
            if (text.Chunk(length).All(part => unit.StartsWith(new string(part), StringComparison.Ordinal)))
            {
                return unit;
            }
        }

        return text;
    }

    private static string WithoutWalks(string text)
    {
        for (var from = 0; from + WalkLeast <= text.Length; from++)
        {
            var length = Math.Min(text.Length - from, WalkMost);
            while (length >= WalkLeast && !IsWalk(text.Substring(from, length)))
            {
                length--;
            }

            if (length >= WalkLeast)
            {
                text = text[..from] + " " + text[(from + length)..];
            }
        }

        return text;
    }

    private static bool IsWalk(string part) =>
        Walks.Concat(Backwards).Any(w => w.Contains(part, StringComparison.Ordinal)) || part.Distinct().Count() == 1;

    private static string WithoutYears(string text)
    {
        for (var year = 1900; year < 2100; year++)
        {
            text = text.Replace($"{year}", " ", StringComparison.Ordinal);
        }

        return text;
    }

    /// <returns>The whole, and its parts: of "Ada.Admin" all three.</returns>
    private static IEnumerable<string> Words(string text)
    {
        var parts = text.Split(
            [' ', '.', '@', '-', '_', '+', '\'', '’', '/', ':'],
            StringSplitOptions.RemoveEmptyEntries
        );
        return [text, string.Concat(parts), .. parts];
    }

    private static string[] Read(string list)
    {
        using var stream = typeof(GuessablePasswords).Assembly.GetManifestResourceStream(
            $"NewsSite.News.Staff.{list}.txt"
        )!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Distinct()];
    }
}
