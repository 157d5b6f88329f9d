using System.Reflection;
using DbUp.Engine;

namespace Dashboard.Historian.Sql;

/// <summary>The numbered scripts of a database in this assembly, one for each version of its tables.</summary>
internal static class MigrationScripts
{
    /// <summary>The scripts of a folder, in their order.</summary>
    /// <param name="database">The folder: Sqlite or Postgres.</param>
    internal static List<SqlScript> Of(string database)
    {
        Assembly assembly = typeof(MigrationScripts).Assembly;
        string folder = $"Dashboard.Historian.{database}.Scripts.";
        return
        [
            .. assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => SqlScript.FromStream(name[folder.Length..], assembly.GetManifestResourceStream(name)!)),
        ];
    }
}
