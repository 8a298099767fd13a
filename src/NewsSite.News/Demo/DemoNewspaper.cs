using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Authors;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Demo;

/// <summary>Fills an empty database with a small newspaper, through the acts that the newsroom itself uses.</summary>
public sealed class DemoNewspaper(
    NewsroomDb db,
    StaffDesk staff,
    CategoryDesk categories,
    TagBook tags,
    Writing writing,
    Publisher publisher,
    DemoSurroundings surroundings,
    MediaFolder media,
    TimeProvider clock
)
{
    /// <summary>The three accounts; for a machine of one's own only.</summary>
    public const string Password = "meridian demo";

    private const string FilledAct = "FillDemo";

    private static readonly (string Email, string Name, StaffRole Role)[] Accounts =
    [
        ("reporter@example.org", "Robin Reporter", StaffRole.Reporter),
        ("editor@example.org", "Eda Editor", StaffRole.Editor),
        ("admin@example.org", "Adi Admin", StaffRole.Admin),
    ];

    /// <summary>Fills an empty database; goes on with a filling that was cut off; leaves anybody else's alone.</summary>
    /// <returns>The demo accounts that can sign in.</returns>
    public async Task<IReadOnlyList<(string Email, StaffRole Role)>> FillIfEmptyAsync(CancellationToken cancel)
    {
        if (!await db.AuditEntries.AnyAsync(e => e.Act == FilledAct, cancel))
        {
            var emails = Accounts.Select(a => a.Email).ToList();
            if (await db.Users.AnyAsync(u => !emails.Contains(u.Email!), cancel))
            {
                return [];
            }

            await FillAsync(cancel);
        }

        var open = await db.Users.Where(u => u.DisabledAt == null).Select(u => u.Email).ToListAsync(cancel);
        return [.. Accounts.Where(a => open.Contains(a.Email)).Select(a => (a.Email, a.Role))];
    }

    /// <summary>Adds the demo newspaper to whatever is there.</summary>
    public async Task FillAsync(CancellationToken cancel)
    {
        await AddStaffAsync(cancel);
        var sections = await AddCategoriesAsync(cancel);
        var masters = await DemoPictures.StoreAsync(media, cancel);
        var authors = await AddAuthorsAsync(masters, cancel);
        var now = clock.GetUtcNow();
        foreach (var story in DemoStory.All.OrderByDescending(s => s.Age))
        {
            await AddStoryAsync(story, sections, authors, masters, now, cancel);
        }

        await surroundings.AddAsync(now, cancel);

        db.Record(Actor.System, FilledAct, "demo", null, now);
        await db.SaveChangesAsync(cancel);
    }

    private async Task AddStaffAsync(CancellationToken cancel)
    {
        foreach (var (email, name, role) in Accounts)
        {
            var member =
                await db.Users.SingleOrDefaultAsync(u => u.Email == email, cancel)
                ?? (await staff.AddAsync(email, name, role, null, Actor.System, cancel)).Member!;

            // Past the rules for passwords: it is printed, and so the easiest of all to guess.
            member.PasswordHash ??= new PasswordHasher<StaffMember>().HashPassword(member, Password);
            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task<Dictionary<string, long>> AddCategoriesAsync(CancellationToken cancel)
    {
        var ids = await db.Categories.ToDictionaryAsync(c => c.Slug, c => c.Id, cancel);
        foreach (var c in DemoPeople.Categories.Where(c => !ids.ContainsKey(c.Slug)))
        {
            ids[c.Slug] = await categories.CreateAsync(
                new CategoryForm(c.Name, c.Slug, c.Description, c.ColourKey, c.Parent is null ? null : ids[c.Parent]),
                Actor.System,
                cancel
            );
        }

        return ids;
    }

    private async Task<Dictionary<string, long>> AddAuthorsAsync(
        IReadOnlyDictionary<string, string> masters,
        CancellationToken cancel
    )
    {
        foreach (var author in DemoPeople.Authors)
        {
            if (!await db.Authors.AnyAsync(a => a.Slug == author.Slug, cancel))
            {
                db.Authors.Add(
                    new Author
                    {
                        Slug = author.Slug,
                        Name = author.Name,
                        Role = author.Role,
                        Biography = author.Biography,
                        PortraitId = author.HasPortrait
                            ? await AddPictureAsync(masters, author.Slug, $"Portrait of {author.Name}", null, cancel)
                            : null,
                    }
                );
            }
        }

        await db.SaveChangesAsync(cancel);
        return await db.Authors.ToDictionaryAsync(a => a.Slug, a => a.Id, cancel);
    }

    private async Task AddStoryAsync(
        DemoStory story,
        Dictionary<string, long> sections,
        Dictionary<string, long> authors,
        IReadOnlyDictionary<string, string> masters,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var key = Key(story);
        if (await db.Articles.AnyAsync(a => a.Key == key && a.LiveNumber != null, cancel))
        {
            return;
        }

        var content = new ArticleContent
        {
            Headline = story.Headline,
            Standfirst = story.Standfirst,
            Body = await LinkAsync(story.Body, cancel),
            PrimaryCategoryId = sections[story.Category],
            FurtherCategoryIds = [.. story.Further.Select(slug => sections[slug])],
            TagIds = await tags.FindOrAddAsync(story.Tags, cancel),
            AuthorIds = [.. story.Authors.Select(slug => authors[slug])],
            Dateline = story.Dateline,
            SourceCredit = story.Source,
            Label = story.Label,
            PictureId = story.Picture is null
                ? null
                : await AddPictureAsync(masters, story.Picture, story.Alt ?? "", story.Caption, cancel),
        };
        var draft = await writing.BeginAsync(key, content, Actor.System, cancel);
        var order = new PublishOrder(draft.Number, null, story.Breaking - story.Age)
        {
            FirstPublishedAt = now - story.Age,
            UpdatedAt = now - story.UpdatedAge,
        };
        await publisher.PublishAsync(draft.ArticleId, order, Actor.System, cancel);
        if (story.Correction is { } text)
        {
            var correction = new PublishOrder(draft.Number, draft.Number, KeepBreaking: true)
            {
                Correction = new CorrectionNote(CorrectionKind.Correction, text),
            };
            await publisher.PublishAsync(draft.ArticleId, correction, Actor.System, cancel);
        }

        db.ChangeTracker.Clear();
    }

    // The key is made from the headline, so that a filling that was cut off goes on where it stopped.
    private static Guid Key(DemoStory story) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(story.Headline)).AsSpan(0, 16));

    // "{story:name}" is the address of an older story of the demo, which is published by now.
    private async Task<string> LinkAsync(string body, CancellationToken cancel)
    {
        foreach (var other in DemoStory.All.Where(s => body.Contains($"{{story:{s.Name}}}", StringComparison.Ordinal)))
        {
            var key = Key(other);
            var found = await db.Articles.SingleAsync(a => a.Key == key, cancel);
            body = body.Replace(
                $"{{story:{other.Name}}}",
                $"/news/{found.Id.ToString(CultureInfo.InvariantCulture)}/{found.Slug}",
                StringComparison.Ordinal
            );
        }

        return body;
    }

    private async Task<long> AddPictureAsync(
        IReadOnlyDictionary<string, string> masters,
        string name,
        string alt,
        string? caption,
        CancellationToken cancel
    )
    {
        var drawing = DemoPictures.All[name];
        var picture = new Picture
        {
            FileName = masters[name],
            Width = drawing.Width,
            Height = drawing.Height,
            Alt = alt,
            Caption = caption,
            Credit = "Illustration: Rosa Vane / Meridian",
            FocalX = drawing.FocalX,
            FocalY = drawing.FocalY,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Pictures.Add(picture);
        await db.SaveChangesAsync(cancel);
        return picture.Id;
    }
}
