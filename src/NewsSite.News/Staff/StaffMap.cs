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

        // As Identity maps it in its third version of the schema, which it takes from the services of a web site only.
        model.Entity<IdentityUserPasskey<long>>(passkey =>
        {
            passkey.ToTable("staff_passkey");
            passkey.HasKey(p => p.CredentialId);
            passkey.Property(p => p.CredentialId).HasMaxLength(1024);
            passkey.OwnsOne(p => p.Data).ToJson();
            passkey.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.UserId);
        });
        model.Entity<IdentityUserToken<long>>().ToTable("staff_token");
    }
}
