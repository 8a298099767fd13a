using Microsoft.EntityFrameworkCore;

namespace NewsSite.News.Published.Tables;

/// <summary>The schema of what readers may see. Only publishing writes it; all of it can be rebuilt from the newsroom.</summary>
internal static class SiteTables
{
    public const string Schema = "site";

    public static void MapSite(this ModelBuilder model)
    {
        model.ApplyConfiguration(new PublishedArticleMap());
        model.ApplyConfiguration(new WithdrawnArticleMap());
        model.ApplyConfiguration(new PublishedCategoryMap());
        model.ApplyConfiguration(new PublishedTagMap());
        model.ApplyConfiguration(new PublishedAuthorMap());
        model.ApplyConfiguration(new PublishedPictureMap());
        model.ApplyConfiguration(new PublishedFilingMap());
        model.ApplyConfiguration(new PublishedTaggingMap());
        model.ApplyConfiguration(new PublishedBylineMap());
        model.ApplyConfiguration(new PublishedFormerSlugMap());
        model.ApplyConfiguration(new PublishedRedirectMap());
        model.ApplyConfiguration(new PublishedCorrectionMap());
        model.ApplyConfiguration(new PublishedEditionMap());
        model.ApplyConfiguration(new PublishedRelatedChoiceMap());
        model.ApplyConfiguration(new PublishedLiveBlogMap());
        model.ApplyConfiguration(new PublishedLiveEntryMap());
        model.ApplyConfiguration(new PublishedLivePictureMap());
        model.ApplyConfiguration(new PublishedFrontSlotMap());
        model.ApplyConfiguration(new PublishedMostReadMap());
        model.ApplyConfiguration(new PublishedStandingPageMap());
        model.ApplyConfiguration(new PublishedBodyPictureMap());
        model.ApplyConfiguration(new PublishedWordMap());
        model.ApplyConfiguration(new PublishedMonthMap());
        model.ApplyConfiguration(new PublishedSettingsMap());
    }
}
