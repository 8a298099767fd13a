using System.Diagnostics;
using NewsSite.News.Articles;
using NewsSite.News.Differences;
using Xunit;

namespace NewsSite.Tests.Differences;

public sealed class StoryMergeTests
{
    private static readonly Dictionary<string, Side> None = [];

    [Fact]
    public void What_one_side_changed_is_taken_also_in_neighbouring_paragraphs()
    {
        var merge = Merge(
            "One.\n\nTwo is two.\n\nThree.\n",
            "One, said she.\n\nTwo is two.\n\nThree.\n\nTheir fourth.\n",
            "One.\n\nTwo is two, said he.\n\nMy new one.\n\nThree.\n"
        );
        Assert.Empty(merge.Keys);
        Assert.Equal(
            "One, said she.\n\nTwo is two, said he.\n\nMy new one.\n\nThree.\n\nTheir fourth.\n",
            merge.With(None).Content.Body
        );
    }

    [Fact]
    public void What_both_changed_is_for_somebody_to_choose()
    {
        var merge = Merge("A.\n\nThe base.\n\nZ.", "A.\n\nThe base of theirs.\n\nZ.", "A.\n\nMy base.\n\nZ.");
        var key = Assert.Single(merge.Keys);
        Assert.Equal("A.\n\nMy base.\n\nZ.", merge.With(None).Content.Body);
        Assert.Equal("A.\n\nThe base of theirs.\n\nZ.", Body(merge, key, Side.Theirs));
        Assert.Equal("A.\n\nMy base.\n\nZ.", Body(merge, key, Side.Mine));
        Assert.Equal("A.\n\nThe base of theirs.\n\nMy base.\n\nZ.", Body(merge, key, Side.Both));
    }

    [Fact]
    public void Removed_by_one_and_changed_by_the_other_is_a_conflict_and_removed_by_both_is_none()
    {
        var merge = Merge("A.\n\nB stays long.\n\nC.", "A.", "A.\n\nB stays much longer.");
        var part = Assert.Single(merge.Parts, p => p.Origin == Origin.Conflict);
        Assert.Equal(("", "B stays much longer.", false), (part.Theirs, part.Mine, part.MayBeBoth));
        Assert.Equal("A.", Body(merge, part.Key, Side.Theirs));
        Assert.Equal("A.\n\nB stays much longer.", Body(merge, part.Key, Side.Mine));
    }

    [Fact]
    public void Fields_are_merged_one_by_one()
    {
        var old = new StoryState(
            new ArticleContent
            {
                Headline = "Old",
                Standfirst = "Old",
                Body = "",
                Dateline = "Oslo",
                AuthorIds = [1],
            },
            ["a"]
        );
        var theirs = new StoryState(
            old.Content with
            {
                Headline = "Theirs",
                Standfirst = "Same",
                PrimaryCategoryId = 3,
                AuthorIds = [1, 2],
            },
            ["a", "b"]
        );
        var mine = new StoryState(
            old.Content with
            {
                Headline = "Mine",
                Standfirst = "Same",
                Dateline = null,
                AuthorIds = [4, 1],
            },
            ["a"]
        );
        var merge = new StoryMerge(old, theirs, mine);
        Assert.Equal(["headline", "authors"], merge.Keys);
        Assert.Equal([false, true], merge.Fields.Select(f => f.MayBeBoth));
        var merged = merge.With(new Dictionary<string, Side> { ["headline"] = Side.Theirs, ["authors"] = Side.Both });
        Assert.Equal("Theirs", merged.Content.Headline);
        Assert.Equal("Same", merged.Content.Standfirst);
        Assert.Equal(3, merged.Content.PrimaryCategoryId);
        Assert.Null(merged.Content.Dateline);
        Assert.Equal([1, 2, 4], merged.Content.AuthorIds);
        Assert.Equal(["a", "b"], merged.TagNames);
        Assert.Equal("Mine", merge.With(None).Content.Headline);
    }

    [Fact]
    public void Every_field_of_a_story_is_merged()
    {
        var old = StoryState.Empty;
        var full = new StoryState(
            new ArticleContent
            {
                Headline = "h",
                Standfirst = "s",
                Body = "b",
                PrimaryCategoryId = 1,
                FurtherCategoryIds = [2],
                AuthorIds = [3],
                Dateline = "d",
                SourceCredit = "c",
                SourceUrl = "https://example.org",
                PictureId = 4,
                Label = StoryLabel.Review,
                Language = "fr",
                IsSyndicated = true,
                SearchTitle = "st",
            },
            ["t"]
        );

        // Whoever adds a property to the content fills it in above, and adds its field.
        var blank = new ArticleContent { Headline = "", Body = "" };
        Assert.All(
            typeof(ArticleContent).GetProperties().Where(p => p.Name != nameof(ArticleContent.TagIds)),
            p => Assert.NotEqual(p.GetValue(blank), p.GetValue(full.Content))
        );
        var merged = new StoryMerge(old, full, old).With(None);
        Assert.True(full.Content.SameAs(merged.Content));
        Assert.Equal(full.TagNames, merged.TagNames);
        merged = new StoryMerge(old, old, full).With(None);
        Assert.True(full.Content.SameAs(merged.Content));
        Assert.Equal(full.TagNames, merged.TagNames);
    }

    [Fact]
    public void Random_merges_keep_to_the_letter_what_only_one_side_touched()
    {
        var dice = new Random(20260318);
        for (var round = 0; round < 500; round++)
        {
            var old = Loose(dice, BodyDifferenceTests.Text(dice, dice.Next(0, 10)));
            var other = Loose(dice, BodyDifferenceTests.Edited(dice, old));
            Assert.Equal(other, Merge(old, old, other).With(None).Content.Body);
            Assert.Equal(other, Merge(old, other, old).With(None).Content.Body);
            Assert.Equal(other, Merge(old, other, other).With(None).Content.Body);
            Assert.Empty(Merge(old, other, other).Keys);
        }
    }

    [Fact]
    public void Random_merges_lose_no_edit_and_ask_again_for_the_same_only()
    {
        var dice = new Random(20260319);
        var (settled, chosen) = (0, 0);
        for (var round = 0; round < 2_000; round++)
        {
            var old = BodyDifferenceTests.Text(dice, dice.Next(1, 10));
            var theirs = BodyDifferenceTests.Edited(dice, old);
            var mine = BodyDifferenceTests.Edited(dice, old);
            var merge = Merge(old, theirs, mine);
            var withMine = merge.With(All(merge, Side.Mine)).Content.Body;
            var withTheirs = merge.With(All(merge, Side.Theirs)).Content.Body;
            var withBoth = merge.With(All(merge, Side.Both)).Content.Body;

            // What a side wrote anew is there, at the latest when that side is chosen; and what neither wrote is not.
            Contains(withMine, New(mine, old));
            Contains(withTheirs, New(theirs, old));
            Contains(withBoth, New(mine, old).Concat(New(theirs, old)));
            var known = BodyDifferenceTests.Paragraphs($"{old}\n\n{mine}\n\n{theirs}").ToHashSet();
            Assert.All(BodyDifferenceTests.Paragraphs(withBoth), p => Assert.Contains(p, known));
            Assert.Equal(withMine, merge.With(None).Content.Body);
            if (merge.Keys.Any())
            {
                chosen++;
                Assert.Equal(merge.Keys.Count(), merge.Keys.Distinct().Count());
            }
            else
            {
                settled++;
                Assert.Equal(withMine, withTheirs);
            }
        }

        Assert.InRange(settled, 200, 1_800);
        Assert.InRange(chosen, 200, 1_800);
    }

    [Theory]
    [MemberData(nameof(BodyDifferenceTests.Heavy), MemberType = typeof(BodyDifferenceTests))]
    public void The_heaviest_texts_are_merged_in_little_time_with_few_questions(string name, string one, string other)
    {
        var (fastest, questions) = (long.MaxValue, 0);
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            var merge = Merge(one, other, Turned(one));
            questions = merge.Keys.Count();
            fastest = Math.Min(fastest, watch.ElapsedMilliseconds);
        }

        Assert.Equal(Turned(one), Merge(one, one, Turned(one)).With(None).Content.Body);

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {fastest} ms, {questions} questions");
        Assert.InRange(fastest, 0, 5_000);
        Assert.InRange(questions, 0, 200);
    }

    [Fact]
    public void Too_many_questions_become_one()
    {
        string Text(string word) => string.Join("\n\n", Enumerable.Range(0, 300).Select(n => $"{word} {n}"));
        var merge = Merge(Text("old"), Text("their"), Text("my"));
        var key = Assert.Single(merge.Keys);
        Assert.Equal(Text("their"), Body(merge, key, Side.Theirs));
        Assert.Equal(Text("my"), Body(merge, key, Side.Mine));
    }

    // Each paragraph back to front.
    private static string Turned(string text) =>
        string.Join("\n\n", text.Split("\n\n").Select(p => new string([.. p.Reverse()])));

    // New paragraphs that the same side does not also have from before.
    private static IEnumerable<string> New(string text, string old) =>
        BodyDifferenceTests.Paragraphs(text).Except(BodyDifferenceTests.Paragraphs(old));

    private static void Contains(string text, IEnumerable<string> paragraphs)
    {
        var all = BodyDifferenceTests.Paragraphs(text).ToHashSet();
        Assert.All(paragraphs, p => Assert.Contains(p, all));
    }

    private static StoryMerge Merge(string old, string theirs, string mine) =>
        new(State(old), State(theirs), State(mine));

    private static StoryState State(string body) => new(new ArticleContent { Headline = "", Body = body }, []);

    private static Dictionary<string, Side> All(StoryMerge merge, Side side) =>
        merge.Keys.ToDictionary(k => k, _ => side);

    private static string Body(StoryMerge merge, string key, Side side) =>
        merge.With(new Dictionary<string, Side> { [key] = side }).Content.Body;

    // White space around the paragraphs, as people leave it.
    private static string Loose(Random dice, string text) =>
        $"{new string('\n', dice.Next(3))}{text.Replace("\n\n", dice.Next(2) == 0 ? "\n\n" : "  \n \n\n", StringComparison.Ordinal)}{new string('\n', dice.Next(3))}";
}
