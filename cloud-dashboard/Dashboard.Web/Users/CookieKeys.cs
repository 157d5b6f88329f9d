using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Dashboard.Web.Users;

/// <summary>The keys of the cookies in PostgreSQL: each dashboard on it reads the cookies of the others.</summary>
internal sealed class CookieKeys(UsersDatabase database) : IXmlRepository
{
    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements() =>
        database.Read("SELECT xml FROM cookie_key ORDER BY name", row => XElement.Parse(row.GetString(0)));

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName) => database.Execute(
        "INSERT INTO cookie_key (name, xml) VALUES (@name, @xml) ON CONFLICT (name) DO NOTHING",
        ("@name", friendlyName), ("@xml", element.ToString(SaveOptions.DisableFormatting)));
}
