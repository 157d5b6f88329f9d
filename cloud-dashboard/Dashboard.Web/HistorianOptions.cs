using System.Globalization;
using System.Text.Json.Serialization;
using Dashboard.Historian.Postgres;
using Dashboard.Historian.Series;
using Edge.Contracts;

namespace Dashboard.Web;

/// <summary>Where events, values and what is known of the stations are kept.</summary>
[JsonConverter(typeof(CamelCaseEnum<HistorianStore>))]
public enum HistorianStore
{
    /// <summary>A file in the data directory.</summary>
    Sqlite,

    /// <summary>A database of a PostgreSQL server.</summary>
    Postgres,
}

/// <summary>Section <c>Historian</c>.</summary>
public sealed record HistorianOptions
{
    private const int MostDays = 36_500;

    /// <summary>SQLite by default.</summary>
    public HistorianStore Store { get; init; } = HistorianStore.Sqlite;

    /// <summary>With PostgreSQL: how it is reached, as Npgsql has it, with the password of its file.</summary>
    public string? Postgres { get; init; }

    /// <summary>
    /// How long samples and the steps into which they are rolled up are kept; in PostgreSQL samples until their whole month is so old.
    /// Events and energies are kept indefinitely.
    /// </summary>
    public SeriesKeep Keep { get; init; } = SeriesKeep.Default;

    /// <summary>Reads the section.</summary>
    /// <exception cref="SettingException">A value is wrong.</exception>
    internal static HistorianOptions From(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection("Historian");
        HistorianStore store = StoreOf(section["Store"]);
        return new HistorianOptions
        {
            Store = store,
            Postgres = store == HistorianStore.Postgres ? PostgresOf(section) : Unused(section),
            Keep = new SeriesKeep(
                KeepOf(section, "KeepSamplesDays", SeriesKeep.Default.Samples),
                KeepOf(section, "KeepMinutesDays", SeriesKeep.Default.Minutes),
                KeepOf(section, "KeepQuartersDays", SeriesKeep.Default.Quarters)),
        };
    }

    private static HistorianStore StoreOf(string? word) => word is null ? HistorianStore.Sqlite
        : Enum.TryParse(word, ignoreCase: true, out HistorianStore store) && Enum.IsDefined(store) && !char.IsAsciiDigit(word[0]) ? store
        : throw new SettingException($"Historian:Store '{word}' is unknown: use sqlite or postgres.");

    private static TimeSpan KeepOf(IConfigurationSection section, string name, TimeSpan normal) => section[name] is not { } days ? normal
        : int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out int parsed) && parsed is >= 1 and <= MostDays
            ? TimeSpan.FromDays(parsed)
            : throw new SettingException($"Historian:{name} '{days}' is no number of days: use 1 to {MostDays}.");

    // Who names a server and gets a file would find out much later.
    private static string? Unused(IConfigurationSection section) => section["Postgres"] is null && section["PostgresPasswordFile"] is null
        ? null
        : throw new SettingException(
            $"Historian:Postgres has no effect while Historian:Store is sqlite: set Historian:Store to postgres, or leave it out.");

    private static string PostgresOf(IConfigurationSection section)
    {
        if (section["Postgres"] is not { Length: > 0 } connection)
        {
            throw new SettingException(
                $"Historian:Postgres is missing: with Historian:Store postgres it says where, such as "
                + $"Host=db;Database=edge;Username=edge.");
        }

        string? password = section["PostgresPasswordFile"] is { } file
            ? PasswordFile.Read("Historian:PostgresPasswordFile", "Historian:Postgres", file) : null;
        try
        {
            return PostgresDatabase.Settle(connection, password);
        }
        catch (ArgumentException exception)
        {
            throw new SettingException(
                $"Historian:Postgres is no connection string: {exception.Message.TrimEnd('.')}. Use such as "
                + $"Host=db;Database=edge;Username=edge, and Historian:PostgresPasswordFile.", exception);
        }
    }
}
