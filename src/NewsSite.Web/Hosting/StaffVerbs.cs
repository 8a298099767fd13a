using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;

namespace NewsSite.Web.Hosting;

/// <summary>The commands on staff accounts: what the machine's owner can do where nobody gets in any more.</summary>
internal static class StaffVerbs
{
    private const string Usage = """
        Usage: staff add EMAIL --name NAME --role Reporter|Editor|Admin --password-stdin
               staff thaw EMAIL
               staff reset-second-factor EMAIL
               staff set-password EMAIL --password-stdin
        """;

    /// <exception cref="StartRefusedException">It asks for something unknown.</exception>
    public static Verb Find(string[] args) =>
        args switch
        {
            ["add", .. var rest] => new Verb(app => AddAsync(rest, app.Services)),
            ["thaw", var email] => With(email, ThawAsync),
            ["reset-second-factor", var email] => With(email, ResetAsync),
            ["set-password", var email, "--password-stdin"] => With(email, SetPasswordAsync),
            _ => throw new StartRefusedException(Usage),
        };

    private static async Task<int> AddAsync(string[] args, IServiceProvider services)
    {
        if (
            args is not [var email, "--name", var name, "--role", var roleName, "--password-stdin"]
            || !Enum.TryParse<StaffRole>(roleName, ignoreCase: true, out var role)
            || !Enum.IsDefined(role)
        )
        {
            throw new StartRefusedException(Usage);
        }

        if (!new EmailAddressAttribute().IsValid(email) || name.Trim().Length is 0 or > StaffMember.NameLimit)
        {
            throw new StartRefusedException("Give an email address like name@example.org, and a name.");
        }

        var password = await Console.In.ReadLineAsync() ?? "";
        await using var scope = services.CreateAsyncScope();
        var desk = scope.ServiceProvider.GetRequiredService<StaffDesk>();
        var (member, refused) = await desk.AddAsync(
            email,
            name.Trim(),
            role,
            password,
            Actor.System,
            CancellationToken.None
        );
        return member is not null
            ? await Verb.Say($"Added {member.Name} ({role}).")
            : throw new StartRefusedException(string.Join(Environment.NewLine, refused));
    }

    private static async Task<int> ThawAsync(StaffMember member, IServiceProvider services)
    {
        await services.GetRequiredService<TakeBackDesk>().ThawAsync(member.Id, Actor.System, CancellationToken.None);
        return await Verb.Say($"{member.Name} may publish again.");
    }

    private static async Task<int> ResetAsync(StaffMember member, IServiceProvider services)
    {
        await services
            .GetRequiredService<SecondFactorDesk>()
            .ResetAsync(member.Id, Actor.System, CancellationToken.None);
        return await Verb.Say(
            $"Sign-in codes and passkeys of {member.Name} are gone: the password alone lets in. Open sessions have ended."
        );
    }

    private static async Task<int> SetPasswordAsync(StaffMember member, IServiceProvider services)
    {
        var password = await Console.In.ReadLineAsync() ?? "";
        var refused = await services
            .GetRequiredService<PasswordDesk>()
            .ReplaceAsync(member.Id, password, Actor.System, CancellationToken.None);
        return refused.Count == 0
            ? await Verb.Say($"{member.Name} has a new password. Open sessions have ended.")
            : throw new StartRefusedException(string.Join(Environment.NewLine, refused));
    }

    // Does something with the account that has this email address.
    private static Verb With(string email, Func<StaffMember, IServiceProvider, Task<int>> act) =>
        new(async app =>
        {
            await using var scope = app.Services.CreateAsyncScope();
            var member =
                await scope.ServiceProvider.GetRequiredService<UserManager<StaffMember>>().FindByEmailAsync(email)
                ?? throw new StartRefusedException("Nobody has an account with this email address.");
            return await act(member, scope.ServiceProvider);
        });
}
