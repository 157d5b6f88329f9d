using Dashboard.Ingest.Sites;
using Dashboard.Web.Api;
using Dashboard.Web.Users;
using Edge.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>
/// What a page is sent. Its TypeScript is made from docs/openapi.json, which describes this interface: a method that is renamed here breaks
/// the compile of the pages.
/// </summary>
public interface ILiveClient
{
    /// <summary>Elements of a watched site that changed; null for one that is gone.</summary>
    [HubMethodName("elements")]
    Task Elements(string site, IReadOnlyDictionary<string, ElementMessage?> elements, long revision);

    /// <summary>Points of a watched site that changed; null for one that is gone.</summary>
    [HubMethodName("tags")]
    Task Tags(string site, IReadOnlyDictionary<string, TagMessage?> tags, long revision);

    /// <summary>The catalogue or a drawing of a watched site changed.</summary>
    [HubMethodName("catalog")]
    Task Catalog(string site);

    /// <summary>An event has arrived.</summary>
    [HubMethodName("event")]
    Task Event(string site, SiteEvent entry);

    /// <summary>Alarms of any site changed.</summary>
    [HubMethodName("alarms")]
    Task Alarms(AlarmUpdate update);

    /// <summary>A site is new, or something of it at a glance changed.</summary>
    [HubMethodName("site")]
    Task Site(SiteSummary summary);

    /// <summary>A state message of a site that is not watched, without drawings: what it leaves out is as it was.</summary>
    [HubMethodName("glance")]
    Task Glance(SiteSummary glance);

    /// <summary>The site is gone.</summary>
    [HubMethodName("siteRemoved")]
    Task SiteRemoved(string site);

    /// <summary>How the dashboard itself is.</summary>
    [HubMethodName("status")]
    Task Status(ServerStatus status);
}

/// <summary>What a page calls.</summary>
public interface ILiveServer
{
    /// <summary>Begins to watch a site. It is watched first and looked at then: no change is lost between the two.</summary>
    /// <returns>The site at this moment, or null when it is not known; then it is not watched either.</returns>
    [Requires(Right.Watch)]
    SiteSnapshot? Watch(string site);

    /// <summary>Ends to watch a site.</summary>
    [Requires(Right.Watch)]
    void Unwatch(string site);
}
