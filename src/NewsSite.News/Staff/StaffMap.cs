using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace NewsSite.News.Staff;

internal static class StaffMap
{
    public static void MapStaff(this ModelBuilder model)
    {
        model.Entity<StaffMember>(staff =>
        {
            staff.ToTable("staff_member");
            staff.Property(s => s.Name).HasMaxLength(StaffMember.NameLimit);
            staff.Property(s => s.Role).HasConversion<string>().HasMaxLength(20);
            staff.HasIndex(s => s.NormalizedEmail).IsUnique();
        });
        model.Entity<IdentityUserClaim<long>>().ToTable("staff_claim");
        model.Entity<IdentityUserLogin<long>>().ToTable("staff_login");
        model.Entity<IdentityUserToken<long>>().ToTable("staff_token");
    }
}
