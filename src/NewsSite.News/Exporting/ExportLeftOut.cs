namespace NewsSite.News.Exporting;

/// <summary>What of a paper's tables no export has, and why: whoever adds a table or a column decides.</summary>
public static class ExportLeftOut
{
    private const string OpensAccounts = "opens accounts, or says who tried to";
    private const string OfThisPlace = "said of these servers and not of the paper";
    private const string Made = "made anew from what is exported";

    /// <summary>Tables of the newsroom. All of <c>site</c> but the settings is made anew as well.</summary>
    public static IReadOnlyDictionary<string, string> Tables { get; } =
        new Dictionary<string, string>
        {
            ["newsroom.alert"] = "what is told once, by the site that it happened on",
            ["newsroom.alert_address"] = "other people’s addresses, who asked this place for its alerts",
            ["newsroom.alert_mail"] = "what is told once, by the site that it happened on",
            ["newsroom.asked_import"] = OfThisPlace,
            ["newsroom.audit_entry"] = "the chain of this place, with network addresses; the next one begins its own",
            ["newsroom.audit_seal"] = "as the entries that it seals",
            ["newsroom.category_size"] = Made,
            ["newsroom.code_key"] = OpensAccounts,
            ["newsroom.data_protection_keys"] = OpensAccounts,
            ["newsroom.job"] = OfThisPlace,
            ["newsroom.job_request"] = OfThisPlace,
            ["newsroom.migration"] = OfThisPlace,
            ["newsroom.missing_address"] = "what strangers asked for and did not find",
            ["newsroom.open_window"] = OfThisPlace,
            ["newsroom.outbox"] = "what is told once, by the site that it happened on",
            ["newsroom.prepared_copy"] = Made,
            ["newsroom.preview_link"] = "a secret of an address of this site",
            ["newsroom.recovery_code"] = OpensAccounts,
            ["newsroom.redirect_import"] = "waits a day for the one who sent it",
            ["newsroom.redirect_use"] = OfThisPlace,
            ["newsroom.sign_in_tries"] = OpensAccounts,
            ["newsroom.staff_claim"] = OpensAccounts,
            ["newsroom.staff_login"] = OpensAccounts,
            ["newsroom.staff_passkey"] = OpensAccounts,
            ["newsroom.staff_session"] = OpensAccounts,
            ["newsroom.staff_token"] = OpensAccounts,
            ["newsroom.story_head"] = Made,
            ["newsroom.webhook"] = "has a secret, and who is told by this site",
            ["newsroom.webhook_delivery"] = "what is told once, by the site that it happened on",
            ["newsroom.wire_entry"] = "other people's words, which come in again and go after two weeks",
            ["newsroom.wire_source"] = "where this place looks for news, under its own contracts",
            ["newsroom.working_copy"] = "typed and not saved yet: the export says how many stories have such words",
        };

    public static IReadOnlyDictionary<string, string> OfPeople { get; } =
        new[]
        {
            "access_failed_count",
            "asked_for_second_factor_at",
            "concurrency_stamp",
            "email",
            "email_confirmed",
            "frozen_at",
            "link_until",
            "lockout_enabled",
            "lockout_end",
            "normalized_email",
            "normalized_user_name",
            "password_hash",
            "phone_number",
            "phone_number_confirmed",
            "security_stamp",
            "two_factor_enabled",
            "user_name",
        }.ToDictionary(column => column, _ => OpensAccounts, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> OfVersions { get; } =
        new Dictionary<string, string> { ["window"] = "a window of a browser that is long closed" };

    public static IReadOnlyDictionary<string, string> OfSettings { get; } =
        new Dictionary<string, string>
        {
            ["id"] = "there is one",
            ["version"] = "counts how often they were saved here",
        };
}
