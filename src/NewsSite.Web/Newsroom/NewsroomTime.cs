using System.Globalization;

namespace NewsSite.Web.Newsroom;

/// <summary>A time that somebody entered by the newsroom's clock.</summary>
/// <param name="At">Null where it cannot be understood; <paramref name="Error"/> then says why.</param>
/// <param name="Remark">What the person should know of that night, when clocks change.</param>
public sealed record NewsroomTime(DateTimeOffset? At, string? Error = null, string? Remark = null)
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    /// <param name="text">As a field for date and time sends it.</param>
    /// <param name="zone">The newsroom's.</param>
    public static NewsroomTime Read(string? text, TimeZoneInfo zone)
    {
        if (
            !DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < 2000 or > 9000
        )
        {
            return new(null, "Enter a date and a time");
        }

        if (zone.IsInvalidTime(local))
        {
            var next = TimeZoneInfo.ConvertTime(new DateTimeOffset(local, zone.GetUtcOffset(local.AddHours(-3))), zone);
            return new(
                null,
                $"{local:HH:mm} does not exist that night: the clocks go forward. Choose {next:HH:mm} or another time."
            );
        }

        if (zone.IsAmbiguousTime(local))
        {
            return new(
                new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max()),
                Remark: $"{local:HH:mm} comes twice that night, because the clocks go back: the first is used."
            );
        }

        return new(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    /// <returns>What is special about a time that was entered before; null where nothing is.</returns>
    public static string? RemarkOn(DateTimeOffset at, TimeZoneInfo zone) => Read(Field(at, zone), zone).Remark;

    /// <returns>As a field for date and time shows it.</returns>
    public static string? Field(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } time
            ? TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)
            : null;
}
