using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using IncidentDesk.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace IncidentDesk.Web.Access;

/// <summary>
/// Keeps the keys behind cookies and antiforgery tokens in the database, shared by all nodes. When the settings give a key they are boxed with it, so that
/// a copy of the database alone forges no session.
/// </summary>
internal sealed class DataProtectionKeys(
    IDbContextFactory<DeskDb> contexts, SecretBox box, AccessSettings settings, ILogger<DataProtectionKeys> log) : IXmlRepository
{
    private const string Boxed = "boxed:";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = contexts.CreateDbContext();
        return [.. db.Set<DataProtectionKey>().AsNoTracking().OrderBy(k => k.Name).AsEnumerable().Select(Read).OfType<XElement>()];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var xml = element.ToString(SaveOptions.DisableFormatting);
        var kept = settings.KeyGiven ? Boxed + Convert.ToBase64String(box.Protect(Encoding.UTF8.GetBytes(xml))) : xml;
        using var db = contexts.CreateDbContext();
        db.Add(new DataProtectionKey { Name = friendlyName, Xml = kept });
        db.SaveChanges();
    }

    private XElement? Read(DataProtectionKey key)
    {
        try
        {
            var xml = key.Xml.StartsWith(Boxed, StringComparison.Ordinal)
                ? Encoding.UTF8.GetString(box.Unprotect(Convert.FromBase64String(key.Xml[Boxed.Length..])))
                : key.Xml;
            return XElement.Parse(xml);
        }
        catch (Exception error) when (error is CryptographicException or FormatException or XmlException or OverflowException)
        {
            log.LogWarning("The cookie key {Name} can't be read with the configured key (Secrets:Key): sessions that used it have ended", key.Name);
            return null;
        }
    }
}
